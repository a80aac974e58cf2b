# SPDX-License-Identifier: EUPL-1.2
"""The way of a first reader: from the start page over map, time and keyboard to the profile and the file."""

import csv
import io
import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import RequestLog

AREAS = "svg path.map-area"
VALUE = re.compile(r": \d{1,3}(\.\d{3})*(,\d)? ?%, Klasse (\d) von \d, ")


def _classes_on_the_map(page: Page) -> Counter[str]:
    """Count the outlines by the class that colours them; special cases count as one group each."""
    names = page.locator(AREAS).evaluate_all("paths => paths.map(path => path.getAttribute('class'))")
    groups = (re.search(r"class-fill class-(\d)", name or "") for name in names)
    return Counter(found[1] if found else "none" for found in groups)


def _classes_in_the_legend(page: Page) -> list[int]:
    bounds = [10.0, 20.0, 35.0, 50.0]
    counts = [0] * 5
    for text in page.locator("table[data-map-table] tbody tr").evaluate_all(
        "rows => rows.map(row => row.querySelector('[data-column=value]')?.textContent.trim() ?? '')"
    ):
        if re.fullmatch(r"\d+,\d", text):
            value = float(text.replace(",", "."))
            counts[sum(value >= bound for bound in bounds)] += 1
    return counts


@pytest.mark.check("C002", "C004", "C014", "C028")
def test_from_the_start_page_to_a_file_by_mouse_and_keyboard(
    page: Page, request_log: RequestLog, base_url: str
) -> None:
    page.goto("/")
    page.get_by_role("link", name="Berlin", exact=True).first.click()
    page.get_by_role("link", name="Karte", exact=True).first.click()
    # The page before it has links of the same names.
    expect(page).to_have_url(re.compile("/karte/"))
    page.get_by_role("link", name="Kinderarmut").first.click()
    # The map before it has as many areas: the address tells that this is the next one.
    expect(page).to_have_url(re.compile("indikator=kinderarmut"))
    expect(page.locator(AREAS)).to_have_count(448)

    shown = _classes_on_the_map(page)
    assert [shown[str(number)] for number in range(1, 6)] == _classes_in_the_legend(page)
    assert sum(shown.values()) == 448
    assert shown["none"] == 12

    page.locator("[data-timeline-back]").click()
    expect(page).to_have_url(re.compile("stand=2016-12-31"))
    expect(page.locator("table[data-map-table] caption")).to_contain_text("31.12.2016")
    earlier = _classes_on_the_map(page)
    assert earlier != shown
    assert [earlier[str(number)] for number in range(1, 6)] == _classes_in_the_legend(page)

    page.locator(f"{AREAS}[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("gebiet="))
    page.get_by_role("link", name="Gebietsprofil öffnen").click()
    expect(page.locator("h1")).to_have_text(focused.split(":")[0])

    page.go_back()
    with page.expect_download() as download:
        page.locator("a[href*='daten.csv']").first.click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "Monitoring Soziale Stadtentwicklung" in text
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert sum(len(row) > 3 and bool(re.fullmatch(r"\d{8}", row[0])) for row in rows) == 448
    assert request_log.hosts == {base_url.removeprefix("http://")}
