from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from samverkan_docs.data_folder import DataFolder
from samverkan_docs.pdf import fonts
from samverkan_docs.plan import Plan
from samverkan_docs.store import Store
from tests.web.checking import Client, Form


def test_without_the_key_nothing_is_shown(stranger: Client, filled: str) -> None:
    for path in ("/", filled, f"{filled}del/polis", f"{filled}plan.pdf", "/finns-inte"):
        page = stranger.get(path, expect=403)
        assert page.h1 == "Programmet är låst"
        assert "./samverkan serve" in page.text
        assert "Ekbackaskolan" not in page.html


def test_a_stranger_can_change_nothing(stranger: Client, client: Client, filled: str) -> None:
    page = client.get(f"{filled}del/polis")
    before = client.raw("GET", f"{filled}plan.json").data
    stranger.raw("POST", page.path, {**page.data, "medverka": "x", "gor": "spara"}, expect=403)
    stranger.raw("POST", f"{filled}ta-bort", {}, expect=403)
    stranger.raw("POST", "/ny", {}, expect=403)
    assert client.raw("GET", f"{filled}plan.json").data == before


def test_what_was_typed_comes_back_after_a_lost_session(
    stranger: Client, client: Client, folder: DataFolder, filled: str, store: Store, example: Plan
) -> None:
    page = client.get(f"{filled}del/polis")
    typed: Form = {**page.data, "medverka": "Halvskrivet", "gor": "spara"}
    locked = stranger.post(f"{filled}del/polis", typed, expect=403)
    assert locked.h1 == "Programmet är låst"
    stranger.raw("GET", f"/?nyckel={folder.new_entrance_key()}", expect=303)
    page = stranger.post(locked.form.get("action") or "", locked.data, expect=422)
    assert page.data["medverka"] == ["Halvskrivet"]
    assert store.load(example.id).plan == example
    stranger.submit(page, expect=303)
    assert store.load(example.id).plan.text("polis", "medverka") == "Halvskrivet"


def test_the_key_opens_once_and_leaves_the_address(app: Flask, folder: DataFolder) -> None:
    key = folder.new_entrance_key()
    first, second = Client(app, inside=False), Client(app, inside=False)
    answer = first.raw("GET", f"/?nyckel={key}", expect=303)
    assert answer.location == "/"
    first.get("/")
    second.raw("GET", f"/?nyckel={key}", expect=303)
    second.get("/", expect=403)


@pytest.mark.parametrize("key", ["", "gissning", "../hemlig-nyckel", "\x00", "å" * 5000])
def test_another_key_opens_nothing(stranger: Client, folder: DataFolder, key: str) -> None:
    folder.new_entrance_key()
    stranger.raw("GET", f"/?nyckel={key}", expect=303)
    stranger.get("/", expect=403)


def test_the_key_works_at_any_address_and_leads_nowhere_else(
    app: Flask, folder: DataFolder
) -> None:
    guest = Client(app, inside=False)
    answer = guest.raw("GET", f"//example.org/?nyckel={folder.new_entrance_key()}", expect=303)
    assert not answer.location.startswith("//")
    assert "example.org" not in answer.location.split("/")[:3]


def test_the_cookie_is_for_us_alone(app: Flask, folder: DataFolder) -> None:
    guest = Client(app, inside=False)
    answer = guest.raw("GET", f"/?nyckel={folder.new_entrance_key()}", expect=303)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    parts = {part.strip().partition("=")[0] for part in cookie.split(";")}
    assert {"samverkan", "HttpOnly", "SameSite", "Expires", "Path"} <= parts
    assert "SameSite=Lax" in cookie
    assert "Domain" not in parts


def test_a_forged_cookie_opens_nothing(app: Flask) -> None:
    guest: FlaskClient = app.test_client()
    guest.set_cookie("samverkan", "eyJpbm5lIjp0cnVlfQ.aaaaaa.AAAAAAAAAAAAAAAAAAAAAAAAAAA")
    assert guest.get("/").status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8317", "localhost", "localhost:9000"])
def test_the_computer_itself_is_answered(client: Client, host: str) -> None:
    if "127" in host:
        client.raw("GET", "/", host=host)
    else:  # another name, another cookie: it is answered all the same
        client.raw("GET", "/igang", host=host)


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1.example.org", "192.0.2.7:8317", "localhost.example.org", ""]
)
def test_a_foreign_host_name_is_refused_everywhere(client: Client, filled: str, host: str) -> None:
    for path in ("/", filled, "/igang", "/statiskt/app.css", "/typsnitt/fira-sans.ttf"):
        answer = client.raw("GET", path, host=host, expect=400)
        assert "Ekbackaskolan" not in answer.get_data(as_text=True)


def test_styles_scripts_and_faces_are_served_to_the_locked_page_too(stranger: Client) -> None:
    assert stranger.raw("GET", "/statiskt/app.css").mimetype == "text/css"
    assert stranger.raw("GET", "/statiskt/app.js").mimetype == "text/javascript"
    assert stranger.raw("GET", "/statiskt/icon.svg").mimetype == "image/svg+xml"
    for name, file in fonts.web_faces().items():
        answer = stranger.raw("GET", f"/typsnitt/{name}")
        assert answer.mimetype == "font/ttf"
        assert answer.data == file.read_bytes()
    css = stranger.raw("GET", "/statiskt/app.css").get_data(as_text=True)
    for name in fonts.web_faces():
        assert f"url(/typsnitt/{name})" in css


@pytest.mark.parametrize("name", ["finns-inte.ttf", "..%2Fhemlig-nyckel", "NotoSans.ttf"])
def test_no_other_file_is_served(client: Client, name: str) -> None:
    client.get(f"/typsnitt/{name}", expect=404)
    client.get(f"/statiskt/{name}", expect=404)


def test_style_sheets_and_scripts_fetch_nothing_from_outside(stranger: Client) -> None:
    for name in ("app.css", "app.js"):
        text = stranger.raw("GET", f"/statiskt/{name}").get_data(as_text=True)
        assert "//" not in text.replace("// ", "")
        assert "@import" not in text


def test_a_running_program_tells_its_mark_and_no_more(stranger: Client, folder: DataFolder) -> None:
    answer = stranger.raw("GET", "/igang")
    assert answer.get_data(as_text=True) == folder.mark()
    assert answer.headers.getlist("Set-Cookie") == []
