# SPDX-License-Identifier: EUPL-1.2
"""A view of the workbench in the page of somebody else, in Chromium."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, Axe, ColorScheme, RequestLog, overflow
from tests.browser.workbenches import POVERTY, REUTERKIEZ, open_workbench, step_to

pytestmark = pytest.mark.browser

EMBED = f"{POVERTY.replace('/berlin/analyse/', '/embed/berlin/')}&gebiet={REUTERKIEZ}"


@pytest.mark.check("C021")
def test_code_follows_the_view_and_the_frame_shows_it_on_another_page(page: Page, base_url: str) -> None:
    open_workbench(page, POVERTY)
    page.locator(".workbench__embed summary").click()
    step_to(page, "2016-12-31")

    code = page.locator("#embed-code").input_value()
    assert "stand=2016-12-31" in code
    assert 'title="Kinderarmut, 31.12.2016 – Berlin"' in code
    headline = page.locator("#workbench-title").inner_text()
    # The address of the demonstration is not that of this server.
    source = re.sub(r'src="[^"]*/embed/', f'src="{base_url}/embed/', code)
    page.route("**/elsewhere", lambda route: route.fulfill(body=f"<!DOCTYPE html><title>Elsewhere</title>{source}"))
    page.goto("/elsewhere")

    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text(re.sub(r"\s+", " ", headline))
    expect(frame.locator(".workbench__picture")).to_be_visible()


@pytest.mark.check("C021")
def test_frame_asks_nobody_else_and_keeps_nothing(page: Page, base_url: str, request_log: RequestLog) -> None:
    page.goto(EMBED)

    assert request_log.hosts == {base_url.removeprefix("http://")}
    assert page.context.cookies() == []
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]
    page.locator(".embed__figures summary").press("Enter")
    expect(page.locator(".embed__figures tbody tr").first).to_be_visible()


@pytest.mark.check("C010", "C014")
def test_frame_is_not_scrolled_sideways_in_a_narrow_column(page: Page) -> None:
    page.set_viewport_size(NARROW)
    for query in ("", "&zweiter=anteil-unter-18", "&klassen=schwelle"):
        page.goto(f"{EMBED}{query}")
        assert overflow(page) == []


@pytest.mark.check("C003")
@pytest.mark.parametrize(("size", "scheme"), SIGHTS)
def test_axe_finds_nothing(page: Page, axe: Axe, size: ViewportSize, scheme: ColorScheme) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(EMBED)
    page.locator(".embed__figures summary").click()

    assert axe(page) == []
