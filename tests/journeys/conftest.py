"""Journeys: the product as people meet it. A real server on a copy of the demonstration county,
and Chromium.

    def test_a_story(visit):
        visit.sign_in_as("Placement officer")
        visit.open("/register")
        visit.check("register")   # at both widths accessible, no sideways scroll, a picture kept

`visit` is 1,280 px wide; `phone` is 375 px; `plain` has scripts off. Each fails by itself on a
console error, a failed request, an answer of 400 or more that was not expected, or any request to
another place.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests import databases, page_checks
from tests.county_day import on_its_day
from tests.serving import HOST, PATIENCE_SECONDS, StoryServer, Visitor, serving_stories

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--js-flags=--no-lazy-feedback-allocation",  # each page's scripts run once
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
AXE: dict[str, Any] = {
    "resultTypes": ["violations"],
    "preload": False,  # style sheets are not fetched again: no rule asked for reads them
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
}
TAKE_ALIKE = """() => {
  const asks = ["class", "role", "type", "scope", "colspan", "rowspan", "hidden", "autocomplete",
    "aria-current", "aria-expanded", "aria-invalid", "aria-hidden", "tabindex"];
  const made = (one) => [one.tagName, one.checked, ...one.getAttributeNames(),
    ...asks.map((name) => one.getAttribute(name))].join();
  const entries = "tbody > tr, li, option, dl > *, .govuk-form-group, .hearth-home";
  const met = new Map();
  window.taken = [];
  for (const one of document.querySelectorAll(entries)) {
    if (!one.isConnected || one.selected || one.contains(document.activeElement)) continue;
    if (!met.has(one.parentNode)) met.set(one.parentNode, new Map());
    const there = met.get(one.parentNode);
    const kind = [one, ...one.querySelectorAll("*")].map(made).join(" ");
    there.set(kind, (there.get(kind) ?? 0) + 1);
    if (there.get(kind) > 2) {
      const place = document.createComment("");
      one.replaceWith(place);
      window.taken.push([place, one]);
    }
  }
  const shown = [...document.querySelectorAll("*")].filter((one) => one.checkVisibility());
  const behind = new Map([[null, ""]]);
  const ground = (one) => {
    if (!behind.has(one)) {
      const style = getComputedStyle(one);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter];
      const plain = own.join() === "rgba(0, 0, 0, 0),none,1,none";
      behind.set(one, plain ? ground(one.parentElement) : own + " on " + ground(one.parentElement));
    }
    return behind.get(one);
  };
  const written = (one) => [...one.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const colours = shown.filter((one) => written(one) || one.matches("input, select, textarea"))
    .map((one) => {
      const style = getComputedStyle(one);
      return [style.color, style.fontSize, style.fontWeight, style.textShadow, ground(one)].join();
    });
  return [shown.map(made), [...new Set(colours)]];
}"""
"""Of rows, entries and choices that stand together and are made of the same elements in the same
way, two are asked whether they are accessible. Whether it fits is asked of every one. Gives what
the page is made of, as it stands: every element that is shown, with its attributes; and in what
colour and size anything is written on what ground."""

PUT_BACK = "() => window.taken.reverse().forEach(([place, one]) => place.replaceWith(one))"

BY_WIDTH = ["scrollable-region-focusable", "target-size"]
"""What can differ between two widths although the same elements are shown in the same colours."""

BY_COLOUR = "color-contrast"
"""Most of what a check costs; asked where something is written as nothing was before."""

FOUND_ACCESSIBLE: set[tuple[int, int]] = set()
"""At which width what was found accessible in this run: a page that is made of exactly the same
elements need not be asked again, whoever's names it tells."""

ASKED_WHOLE: dict[int, set[str]] = {}
"""At which width which elements were asked everything: what is shown at one width only is asked
everything where it is met first."""

COLOURS_ASKED: set[str] = set()
"""In which colours and sizes on which ground something was found well to be read in this run."""


NEXT_FRAME = "new Promise((on) => requestAnimationFrame(() => requestAnimationFrame(on)))"
WIDE, NARROW, HEIGHT = 1280, 375, 900
STATUS_SAID = "Failed to load resource: the server responded with a status of"
"""Chromium's remark on any answer of 400 or more; the answer itself is looked at instead."""


def what_to_ask(*, whole: bool, colours: bool) -> dict[str, Any]:
    """What axe is asked of a page: everything or what can differ by width, and about colours."""
    if not whole:
        return AXE | {"runOnly": [*BY_WIDTH, BY_COLOUR] if colours else BY_WIDTH}
    return AXE if colours else AXE | {"rules": {BY_COLOUR: {"enabled": False}}}


@pytest.fixture(scope="session")
def story_server(county: Path, run_folder: Path, worker: str) -> Iterator[StoryServer]:
    """This worker's server: it serves one copy of the demonstration county after another."""
    from app.settings import Mode

    own = Path(tempfile.mkdtemp(prefix=f"{worker}_stories_", dir=run_folder))
    templates = run_folder / "templates_compiled"
    templates.mkdir(exist_ok=True)
    served = own / "county.db"
    settings = replace(databases.settings_for(f"sqlite:///{served}", own), mode=Mode.DEMONSTRATION)
    databases.put_in_place(county, served)
    with serving_stories(settings, own, templates) as server:
        yield server
    shutil.rmtree(own)


@pytest.fixture(autouse=True)
def _its_day() -> Iterator[None]:
    """As on the day on which the county was told, where a longer check sets another."""
    with on_its_day():
        yield


@pytest.fixture
def server(story_server: StoryServer, county: Path) -> str:
    """The address of a server on a county as it was made: each story changes its own copy."""
    story_server.begin_again(county)
    return f"http://{HOST}:{story_server.port}"


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for this worker."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert program, "Chromium is not installed; make test installs it or says how."
    home = tmp_path_factory.mktemp("browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program, args=CHROMIUM, env={**os.environ, "HOME": str(home)}
        )
        yield running
        running.close()


@dataclass
class Visit:
    """Somebody with a browser open on the service."""

    address: str
    context: BrowserContext
    page: Page
    pictures: Path | None
    scripts: bool = True
    problems: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def expects(self, *statuses: int) -> None:
        """Answers with these statuses are part of the story."""
        self.expected.update(statuses)

    def open(self, path: str) -> Response | None:
        """Go to a path of the service, and wait until its scripts have run."""
        answer = self.page.goto(self.address + path, wait_until="load")
        self.settled()
        return answer

    def settled(self) -> None:
        """Wait until the page's scripts have run."""
        if self.scripts:
            self.page.wait_for_selector("html[data-ready=yes]", state="attached")

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press a button by its words, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.settled()

    def follow(self, name: str, *, exact: bool = True) -> None:
        """Follow a link by its words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.settled()

    def sign_in_as(self, role: str) -> None:
        """Sign in as the first person of a role in the demonstration, from its own first page."""
        self.open("/sign-in")
        named = self.page.get_by_role("rowheader", name=role, exact=True)
        row = self.page.locator("tr").filter(has=named)
        with self.page.expect_navigation():
            row.first.get_by_role("button").first.click()
        self.settled()

    def check(self, name: str = "") -> None:
        """The page as it stands is accessible, sound, and fits, at a desk and on a telephone;
        keeps pictures if named."""
        asked = self._check_at_this_width(name, set())
        with self.at_the_other_width():
            self._check_at_this_width(name, asked)

    def _check_at_this_width(self, name: str, asked: set[str]) -> set[str]:
        """Gives the elements that are shown. Of `asked`, everything was asked just before."""
        if name:
            self.screenshot(name)
        self.fits()
        elements, colours = self.page.evaluate(TAKE_ALIKE)
        shown, made_of = set(elements), (self.width, hash(" ".join(elements)))
        known = ASKED_WHOLE.setdefault(self.width, set())
        whole = not asked or not known | asked >= shown
        anew = not COLOURS_ASKED.issuperset(colours)
        if anew or made_of not in FOUND_ACCESSIBLE:
            self._is_accessible(what_to_ask(whole=whole, colours=anew))
            known.update(shown if whole else ())
            COLOURS_ASKED.update(colours)
            FOUND_ACCESSIBLE.add(made_of)
        self.page.evaluate(PUT_BACK)
        return shown

    def _is_accessible(self, asks: dict[str, Any]) -> None:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(
            "(asks) => axe.run(document, asks).then((told) => told.violations)", asks
        )
        said = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
        told = f"{self.where} is not accessible at {self.width} px:\n  "
        assert not said, told + "\n  ".join(said)

    def fits(self) -> None:
        """Nothing of the page is wider than the window."""
        inside = self.page.evaluate("document.documentElement.scrollWidth")
        assert inside <= self.width, f"{self.where} is {inside} px wide in {self.width}"

    def check_source(self, answer: Response | None) -> None:
        """The page as it was sent is sound HTML."""
        assert answer is not None
        page_checks.check_page(answer.text(), self.where)

    def screenshot(self, name: str) -> None:
        """A picture of the whole page, when somebody wants to look at them (PICTURES_FOLDER)."""
        if self.pictures is not None:
            path = self.pictures / f"{name}-{self.width}{'' if self.scripts else '-plain'}.png"
            self.page.screenshot(path=path, full_page=True)

    def without_browser(self) -> Visitor:
        """Whoever is signed in here, asking for pages without a browser."""
        known = {
            str(one.get("name")): str(one.get("value"))
            for one in self.context.cookies(self.address)
        }
        return Visitor(int(self.address.rpartition(":")[2]), known)

    @contextmanager
    def at_the_other_width(self) -> Iterator[None]:
        """The same page in a window as narrow as a telephone's, or as wide as a desk's."""
        own = self.width
        self._be(NARROW if own == WIDE else WIDE)
        yield
        self._be(own)

    def _be(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.evaluate(NEXT_FRAME)  # the page is told of its width, and fits its tables

    @property
    def width(self) -> int:
        """The window's width in pixels."""
        size = self.page.viewport_size
        assert size is not None
        return size["width"]

    @property
    def where(self) -> str:
        """The path of the page that is open."""
        return urlsplit(self.page.url).path

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(STATUS_SAID):
            self.problems.append(f"console {message.type} on {self.where}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "about:", "blob:")):
            self.problems.append(f"asked elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a search overtaken by the next key
            self.problems.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"answered {response.status}: {response.url}")


@pytest.fixture
def open_browser(
    server: str, browser: Browser, pictures: Path | None
) -> Iterator[Callable[..., Visit]]:
    """`open_browser(width=1280, scripts=True)`: another visitor, with cookies of their own."""
    visits: list[Visit] = []

    def begin(width: int = WIDE, *, scripts: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(1_000 * PATIENCE_SECONDS)
        visits.append(Visit(server, context, context.new_page(), pictures, scripts))
        return visits[-1]

    yield begin
    problems = [problem for visit in visits for problem in visit.problems]
    for visit in visits:
        visit.context.close()
    assert not problems, "\n  ".join(["the browser met with:", *problems[:20]])


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures are kept to be looked at: in PICTURES_FOLDER, if that is given."""
    if "PICTURES_FOLDER" not in os.environ:
        return None
    folder = Path(os.environ["PICTURES_FOLDER"])
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def visit(open_browser: Callable[..., Visit]) -> Visit:
    """Somebody at a desk."""
    return open_browser()


@pytest.fixture
def phone(open_browser: Callable[..., Visit]) -> Visit:
    """Somebody with a telephone."""
    return open_browser(NARROW)


@pytest.fixture
def plain(open_browser: Callable[..., Visit]) -> Visit:
    """Somebody whose browser runs no scripts."""
    return open_browser(scripts=False)
