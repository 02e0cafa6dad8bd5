"""Requests that no page of ours sends: each has an answer in Swedish, and nothing is saved."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest

from samverkan_docs.data_folder import DataFolder
from samverkan_docs.store import Store, Version
from samverkan_docs.web import posted
from tests.web.checking import Client, parse, words

_BOUNDARY = "here"
_MULTIPART = f"multipart/form-data; boundary={_BOUNDARY}"
_NO_NAME = "Content-Disposition: form-data"
_NO_FILE_NAME = 'Content-Disposition: form-data; filename="a.pdf"'
_NOTHING = "X: y"


def _multipart(disposition: str, size: int) -> bytes:
    part = f"--{_BOUNDARY}\r\n{disposition}\r\n\r\n".encode()
    return part + b"x" * size + f"\r\n--{_BOUNDARY}--\r\n".encode()


def _title(client: Client, path: str, body: bytes, kind: str, expect: int) -> str:
    answer = client.http.post(
        path, data=body, content_type=kind, headers={"Host": "127.0.0.1:8317"}
    )
    assert answer.status_code == expect
    root, _ = parse(answer.get_data(as_text=True))
    return words(next(root.iter("h1")))


@pytest.mark.parametrize("disposition", [_NO_NAME, _NO_FILE_NAME])
@pytest.mark.parametrize("path", ["/ny", "/las-in", "/kontrollera"])
def test_a_part_without_a_name_is_refused(
    client: Client, store: Store, path: str, disposition: str
) -> None:
    said = _title(client, path, _multipart(disposition, 9), _MULTIPART, 400)
    assert said == "Sidan går inte att visa"
    assert store.plans() == []


@pytest.mark.parametrize("disposition", [_NO_NAME, _NO_FILE_NAME, _NOTHING])
def test_a_large_file_in_a_part_that_is_wrong_is_refused(
    client: Client, issued: Version, disposition: str
) -> None:
    path = f"/plan/{issued.plan.id}/version/1/underskrifter"
    body = _multipart(disposition, 21_000_000)
    said = _title(client, path, body, _MULTIPART, 413 if disposition is _NO_FILE_NAME else 400)
    assert said


def test_more_fields_than_a_page_can_have_are_refused(
    client: Client, filled: str, store: Store
) -> None:
    before = store.plans()
    body = b"&".join([b"a=b"] * (posted.MOST_FIELDS + 1))
    kind = "application/x-www-form-urlencoded"
    said = _title(client, f"{filled}del/polis", body, kind, 413)
    assert said == "Det du skrev är för långt"
    assert store.plans() == before


@pytest.mark.slow
def test_ten_partners_with_sixty_contacts_each_are_not_too_many_fields(
    client: Client, filled: str
) -> None:
    page = client.get(f"{filled}del/ovriga")
    first = "parter-0-kontakter-0-"
    fields = [name.removeprefix(first) for name in page.answers if name.startswith(first)]
    assert fields
    typed = {
        f"parter-{partner}-kontakter-{contact}-{name}": "x"
        for partner in range(10)
        for contact in range(60)
        for name in fields
    }
    assert client.submit(page, typed, expect=422).h1 == page.h1


_ODD = ["\r\nX:1", "\n", "\x00", "\x7f", "\\example.org", "\u2028", "å", "?a=b", "#a", "%0d%0a"]


@pytest.mark.parametrize("path", _ODD)
def test_the_entrance_leads_back_to_the_very_same_path(
    stranger: Client, folder: DataFolder, path: str
) -> None:
    for key in ("x", folder.new_entrance_key()):
        answer = stranger.raw("GET", f"/{quote(path)}?nyckel={key}", expect=303)
        assert answer.location.startswith("/")
        assert "\\" not in answer.location
        assert unquote(answer.location) == f"/{path}"
