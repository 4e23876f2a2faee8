"""What the check of a page is worth: it finds a fault at either width, and in any row,
and leaves the page as it was."""

from __future__ import annotations

import pytest

FAULTS = {
    "a picture without words": (
        "main.insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\">')",
        "image-alt",
    ),
    "the last row too faint to read": (
        "main.querySelectorAll('tbody tr:last-child *')"
        ".forEach((one) => { one.style.color = '#ddd' })",
        "color-contrast",
    ),
    "faint on a telephone only": (
        "window.addEventListener('resize', () => {"
        " main.querySelector('h1').style.color = innerWidth < 400 ? '#ddd' : '' })",
        "not accessible at 375 px",
    ),
    "a button without words on a telephone only": (
        "main.insertAdjacentHTML('beforeend', '<button class=\"a-new-one\"></button>');"
        " const rules = document.styleSheets[0];"
        " rules.insertRule('.a-new-one { display: none; width: 40px; height: 40px }');"
        " rules.insertRule("
        "'@media (max-width: 400px) { .a-new-one { display: block !important }}')",
        "button-name",
    ),
    "too small to be touched on a telephone only": (
        "main.insertAdjacentHTML('beforeend', '<button>a</button><button>b</button>');"
        " const rules = document.styleSheets[0];"
        " rules.insertRule('@media (max-width: 400px) { main > button { display: block;"
        " width: 9px; height: 9px; padding: 0; border: 0 }}')",
        "target-size",
    ),
    "too wide on a telephone only": (
        "main.querySelector('h1').style.minWidth = '600px'",
        "px wide in 375",
    ),
}


def test_each_fault_is_found(visit):
    visit.sign_in_as("Fostering team manager")
    visit.open("/register")
    styles = "() => [...document.querySelectorAll('[style]')].map((one) => one.style.cssText)"
    before = visit.page.evaluate(styles)
    visit.check()
    assert visit.page.evaluate(styles) == before, "what was hidden is shown again"
    for change, said in FAULTS.values():
        visit.open("/register")
        visit.page.evaluate(f"() => {{ const main = document.querySelector('main'); {change} }}")
        with pytest.raises(AssertionError, match=said):
            visit.check()
