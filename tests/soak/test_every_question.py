"""Every page whatever its address asks, in the browser: `make test` opens one page of each view,
and reads the others as sound HTML."""

import pytest

from tests.journeys.conftest import (  # noqa: F401 (what pytest is asked for by name)
    browser,
    open_browser,
    pictures,
    plain,
    server,
    story_server,
    visit,
)
from tests.journeys.test_every_page import (  # noqa: F401
    MANAGER,
    WORK,
    every_address,
    kind_of,
    managers,
    name_of,
    rules,
    service,
)


@pytest.mark.parametrize("work", WORK)
def test_every_question_fits_and_is_accessible(visit, rules, managers, work):  # noqa: F811
    visit.sign_in_as(work)
    for address in every_address(visit, rules):
        if work == MANAGER or kind_of(address, rules) not in managers:
            visit.open(address)
            visit.check(name_of(work, address, rules))


@pytest.mark.parametrize("work", WORK[1:2])
def test_every_question_is_answered_with_scripts_off(plain, rules, work):  # noqa: F811
    plain.sign_in_as(work)
    for address in every_address(plain, rules):
        plain.open(address)
        plain.screenshot(name_of(work, address, rules))
        assert plain.page.locator("h1").is_visible()
