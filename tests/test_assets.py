"""What is served besides pages: cleaned, with its notices, within the policy that pages carry."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import govuk_frontend_jinja
import pytest

from app.core.security import CONTENT_SECURITY_POLICY
from tests.page_checks import faults

TOP = Path(__file__).resolve().parent.parent
STATIC = TOP / "app" / "static"
TEXT = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg", ".txt"}]
PACKAGES = sorted(path for path in (STATIC / "vendor").iterdir() if path.is_dir())
TEMPLATES = sorted((TOP / "templates").rglob("*.html"))


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(TOP)) for path in paths]


@pytest.mark.parametrize("name", named(TEXT))
def test_no_served_file_names_the_typeface_that_belongs_to_another_site(name):
    assert "gds transport" not in (TOP / name).read_text("utf-8").lower()


def test_no_font_crown_crest_or_foreign_icon_is_served():
    kinds = {path.suffix for path in STATIC.rglob("*") if path.is_file()}
    assert kinds <= {".css", ".js", ".svg", ".txt", ".png"}
    unwanted = [p.name for p in STATIC.rglob("*") if re.search(r"crest|crown|favicon", p.name)]
    assert unwanted == []


@pytest.mark.parametrize("name", named([path for path in TEXT if path.suffix == ".css"]))
def test_every_picture_that_a_stylesheet_names_is_there_and_none_comes_from_elsewhere(name):
    stylesheet = TOP / name
    css = stylesheet.read_text("utf-8")
    assert "@import" not in css
    assert "@font-face" not in css
    for address in re.findall(r"url\(([^)]*)\)", css):
        assert (stylesheet.parent / address.strip("\"'")).is_file(), address


@pytest.mark.parametrize("name", named([path for path in TEXT if path.suffix in {".css", ".js"}]))
def test_no_served_file_points_to_a_source_map(name):
    assert "sourceMappingURL" not in (TOP / name).read_text("utf-8")


@pytest.mark.parametrize("package", [path.name for path in PACKAGES])
def test_every_vendored_package_stands_beside_its_notice(package):
    notice = (STATIC / "vendor" / package / "LICENCE.txt").read_text("utf-8")
    assert "Copyright" in notice
    assert "Permission is hereby granted, free of charge" in notice


def test_the_policy_allows_the_templates_one_inline_script_and_no_other():
    template = Path(govuk_frontend_jinja.__file__).parent / "templates" / "template.html"
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", template.read_text("utf-8"), re.S)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert re.findall(r"'sha256-([^']+)'", CONTENT_SECURITY_POLICY) == [digest]
    assert "unsafe" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("name", named(TEMPLATES))
def test_no_template_of_ours_has_inline_style_script_or_handler(name):
    template = re.sub(r"{#.*?#}", "", (TOP / name).read_text("utf-8"), flags=re.S)
    assert not re.search(r"<[^>]*\sstyle\s*=", template)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", template)
    assert "<style" not in template
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", template))


# The page checker itself: it must catch what it is there for.

SOUND = """<!DOCTYPE html><html lang="en"><head><title>Register – Hearth</title></head><body>
<main><h1>Register</h1>{}</main></body></html>"""

PLANTED = {
    "a label that is missing": '<form><input name="a" id="a"></form>',
    "an id that stands twice": '<p id="a">x</p><p id="a">y</p>',
    "a table without a caption": "<table><tr><td>1</td></tr></table>",
    "a heading cell without scope": "<table><caption>A</caption><tr><th>A</th></tr></table>",
    "markup shown as text": "<p>&lt;a href=&#34;/x&#34;&gt;Doyle&lt;/a&gt;</p>",
    "the language's own nothing": "<p>None</p>",
    "a template shown as text": "<p>{{ name }}</p>",
    "a block in a paragraph": "<p><div>x</div></p>",
    "a link in a link": '<a href="/a">x <a href="/b">y</a></a>',
    "a form in a form": "<form><form></form></form>",
    "an element never closed": "<div><p>x</p>",
    "a second h1": "<h1>Register again</h1>",
    "a second main": "<main>x</main>",
    "a link to a place that is not there": '<a href="#gone">x</a>',
    "a hint that is not there": '<p aria-describedby="gone">x</p>',
    "a writing form without its token": '<form method="post"><button>Go</button></form>',
    "an inline style": '<p style="color:red">x</p>',
    "an inline handler": '<p onclick="x()">x</p>',
    "an inline script": "<script>alert(1)</script>",
    "a picture without words": '<img src="/a.png">',
    "a script from elsewhere": '<script src="https://example.org/a.js"></script>',
    "a list with something else in it": "<ul><p>x</p></ul>",
    "a row outside a table": "<div><tr><td>x</td></tr></div>",
    "a fieldset without a legend": "<fieldset><p>x</p></fieldset>",
    "an empty heading": "<h2></h2>",
    "a link that says nothing": '<a href="/x"></a>',
    "an attribute given twice": '<p class="a" class="b">x</p>',
}


def test_a_sound_page_has_no_faults():
    assert faults(SOUND.format("<p>Nobody yet.</p>")) == []


@pytest.mark.parametrize("what", PLANTED)
def test_the_page_checker_catches(what):
    assert faults(SOUND.format(PLANTED[what]))


@pytest.mark.parametrize(
    ("what", "page"),
    [
        ("no document type", SOUND.removeprefix("<!DOCTYPE html>")),
        ("no language", SOUND.replace(' lang="en"', "")),
        ("no title", SOUND.replace("Register – Hearth", "")),
        ("no heading", SOUND.replace("<h1>Register</h1>", "")),
        ("a title of another page", SOUND.replace("Register –", "Children –")),
    ],
)
def test_the_page_checker_catches_on_the_whole_page(what, page):
    assert faults(page.format(""))
