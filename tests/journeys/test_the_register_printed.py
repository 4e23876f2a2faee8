"""The statutory register is printed as at 31 March, and as it was then believed to be."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

MANAGER = "Fostering team manager"
REGISTER = ".hearth-statutory >> nth=0 >>"
ENTRIES = re.compile(r"Entries: (\d+)")


def open_as_then_believed(visit):
    """From the register to the year's end as then believed, with addresses."""
    visit.sign_in_as(MANAGER)
    visit.open("/register")
    visit.follow("The statutory register")
    visit.page.get_by_role("link", name="as then believed").click()
    visit.page.wait_for_url("**known_at**")
    visit.settled()
    visit.follow("With addresses: the look is recorded")


def printed(visit):
    """The pages as Chromium prints them."""
    content = visit.page.pdf(format="A4", landscape=True, prefer_css_page_size=True)
    if visit.pictures is not None:
        (visit.pictures / "statutory.pdf").write_bytes(content)
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_every_printed_page_says_what_it_is_of_which_day_and_as_known_when(visit):
    open_as_then_believed(visit)
    visit.check("register-printed")
    words = visit.page.locator(".hearth-strapline").inner_text()
    assert re.search(r"As at 31 March \d{4}, as it was believed on 31 March \d{4}", words)
    entries = int(ENTRIES.search(visit.page.locator(f"{REGISTER} caption").first.inner_text())[1])
    assert entries == visit.page.locator(f"{REGISTER} tbody tr").count()
    pages = printed(visit)
    assert len(pages) > 3
    table = [page for page in pages if "Date of birth" in page]
    for number, page in enumerate(table):
        one_line = " ".join(page.split())
        assert "As at 31 March" in one_line, f"page {number + 1} does not say of which day"
        assert "as believed on 31 March" in one_line
        assert f"of {len(pages)}" in one_line
    whole = "\n".join(pages)
    names = visit.page.locator(f"{REGISTER} tbody th").all_inner_texts()
    assert all(name.split()[-1] in whole for name in (names[0], names[len(names) // 2], names[-1]))
    assert "Print" not in {line.strip() for line in whole.splitlines()}


def test_no_page_ends_or_begins_with_half_an_entry(visit):
    """An entry's own date of birth and its name stand on one page, for every entry."""
    open_as_then_believed(visit)
    rows = visit.page.locator(f"{REGISTER} tbody tr")
    told = rows.evaluate_all(
        "rows => rows.map(row => [row.cells[0].innerText, row.cells[2].innerText])"
    )
    pages = [" ".join(page.split()) for page in printed(visit)]
    for name, born in told:
        assert any(" ".join(name.split()) in page and born in page for page in pages), (
            f"{name} is cut in two"
        )


@pytest.mark.parametrize("query", ["", "?closed=yes"])
def test_the_register_is_read_on_a_telephone(phone, query):
    phone.sign_in_as(MANAGER)
    phone.open(f"/register/statutory{query}")
    phone.check("register-printed" + ("-closed" if query else ""))


def test_a_view_is_saved_and_opened_again(visit):
    visit.sign_in_as(MANAGER)
    visit.open("/register?with_places=yes&column=places&column=next-review")
    visit.follow("Save this view")
    visit.page.get_by_label("What the view is called").fill("Friday")
    visit.press("Save")
    visit.check("register-view")
    assert visit.page.get_by_role("link", name="Friday").get_attribute("aria-current") == "page"
    visit.press("Remove the view “Friday”")
    assert visit.page.get_by_role("link", name="Friday").count() == 0
