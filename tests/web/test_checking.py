"""The checking client is trusted because it refuses each of these pages."""

from __future__ import annotations

import pytest

from tests.web.checking import faults

GOOD = """<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><title>Skriv ut – Samverkansplan</title></head>
<body>
<a href="#innehall">Hoppa</a>
<main id="innehall"><h1>Skriv ut</h1><h2>Anslaget</h2><h3>Mer</h3>
<form method="post" action="/ny">
<label for="namn">Namn</label><p id="namn-hint">Skriv så här.</p>
<input id="namn" name="namn" aria-describedby="namn-hint">
<fieldset><legend>Typ</legend>
<input type="radio" id="typ-a" name="typ" value="a"><label for="typ-a">A</label></fieldset>
<button>Spara</button>
</form></main>
</body>
</html>
"""


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        (' lang="sv"', ' lang="en"', 'no lang="sv"'),
        ("<h1>Skriv ut</h1>", "<p>Skriv ut</p>", "0 h1"),
        ("<h2>Anslaget</h2>", "<h1>Anslaget</h1>", "2 h1"),
        ("<title>Skriv ut", "<title>Sidan Skriv ut", "the title does not begin with the h1"),
        ("<h2>Anslaget</h2>", "", "h3 after h1: Mer"),
        ("<h3>Mer</h3>", "<h3> </h3>", "empty h3"),
        ('for="namn"', 'for="typ-a"', "input namn without a label"),
        (">Namn</label>", "></label>", "input namn without a label"),
        ('id="typ-a"', 'id="namn"', "2 elements with id namn"),
        ('id="namn-hint"', 'id="namn-tips"', "input points to namn-hint, which is not there"),
        ('id="innehall"', 'id="innehallet"', "a points to innehall, which is not there"),
        ("<fieldset><legend>Typ</legend>", "<fieldset>", "fieldset None without a legend"),
        ("fieldset", "div", "radio typ outside a fieldset"),
        (">Spara<", "><", "button  without words"),
        ("<h3>", '<img src="/a.png"><h3>', "img /a.png without alt"),
        ("<h3>", '<h3 style="color: red">', "inline style in h3"),
        ("</head>", "<style>h1 { color: red }</style></head>", "inline style in style"),
        ("</head>", "<script>alert(1)</script></head>", "inline script"),
        ("<button>", '<button onclick="spara()">', "onclick in button"),
        ('action="/ny"', 'action="https://example.org/"', "an address outside"),
        ("</head>", '<link rel="stylesheet" href="//cdn.example.org/a.css"></head>', "outside"),
        ("<h3>", '<a href="javascript:alert(1)">x</a><h3>', "an address outside"),
        ("</head>", '<base href="/annat/"></head>', "base or http-equiv"),
        ("<h3>", "</i><h3>", "markup </i> closes nothing"),
        ("<h3>", "<b><h3>", "markup b is not closed"),
        ("<!doctype html>", "", "markup no doctype"),
        ('name="namn"', 'name="namn" name="annat"', "markup name twice in input"),
        ("Skriv så här.", "<ul><li>Skriv</li></ul>", "markup ul in p"),
        ("<button>", '<a href="/"><button>', "markup button in a"),
    ],
)
def test_each_broken_rule_is_told(good: str, bad: str, fault: str) -> None:
    broken = GOOD.replace(good, bad)
    assert broken != GOOD
    assert any(fault in found for found in faults(broken)), faults(broken)
