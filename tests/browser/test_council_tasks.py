# SPDX-License-Identifier: EUPL-1.2
"""What a member of the council wants to do, from the start page of the city: at most three steps each."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
MOST_STEPS = 3
HOME = "/berlin/"


class Hand:
    """Does what a hand does, and counts it: a click, or a search typed and sent."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def click(self, what: Locator) -> None:
        self.steps += 1
        what.click()

    def search(self, words: str) -> None:
        self.steps += 1
        field = self.page.get_by_role("combobox", name="Mein Stadtteil")
        field.fill(words)
        field.press("Enter")


@pytest.fixture
def hand(page: Page) -> Iterator[Hand]:
    """Give a hand on the start page; at the end it must not have needed too much."""
    page.goto(HOME)
    made = Hand(page)
    yield made
    assert 0 < made.steps <= MOST_STEPS


def _find(hand: Hand) -> None:
    hand.search("Reuterkiez")
    hand.click(hand.page.locator("main").get_by_role("link", name="Reuterkiez").first)
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Reuterkiez")


def _find_in_plain_words(hand: Hand) -> None:
    hand.click(hand.page.get_by_role("link", name="Mein Stadtteil in einfachen Worten"))
    hand.search("Reuterkiez")
    hand.click(hand.page.locator("main").get_by_role("link", name="Reuterkiez").first)
    expect(hand.page.get_by_role("heading", level=1)).to_have_text("Reuterkiez")
    expect(hand.page.get_by_role("heading", name="Wer hier lebt, und wie")).to_be_visible()


def _compare(hand: Hand) -> None:
    _find(hand)
    # Words, not colour alone, say where the area stands beside its city.
    expect(hand.page.locator("main")).to_contain_text("Berlin")
    expect(hand.page.locator("main").get_by_text("höher", exact=False).first).to_be_visible()


def _follow(hand: Hand) -> None:
    hand.click(hand.page.get_by_role("link", name="Analyse", exact=True).first)
    course = hand.page.locator("[data-workbench-panel=verlauf]")
    expect(course.locator("svg").first).to_be_visible()
    hand.click(course.locator("summary").first)
    years = {words[-4:] for words in course.locator("table tbody th").all_inner_texts()}
    assert len(years) >= 4


def _download(hand: Hand, folder: Path) -> None:
    hand.click(hand.page.get_by_role("link", name="Karte", exact=True).first)
    with hand.page.expect_download() as coming:
        hand.click(hand.page.locator("a.downloads__link", has_text="CSV").first)
    target = folder / "daten.csv"
    coming.value.save_as(target)
    text = target.read_text(encoding="utf-8-sig")
    assert "Quelle" in text
    assert text.count("\n") > 100


def _send(hand: Hand) -> None:
    hand.click(hand.page.get_by_role("link", name="Karte", exact=True).first)
    hand.page.wait_for_load_state()
    shown = hand.page.locator("h1, h2").first.inner_text()
    address = hand.page.url
    hand.steps += 1  # the address is copied from where browsers show it
    context = hand.page.context.browser.new_context()  # type: ignore[union-attr]
    other = context.new_page()
    other.goto(address)
    assert other.locator("h1, h2").first.inner_text() == shown
    context.close()


TASKS = [_find, _find_in_plain_words, _compare, _follow, _send]


@pytest.mark.check("C025")
@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__.strip("_"))
def test_task_takes_three_steps_at_most(hand: Hand, task: Callable[[Hand], None]) -> None:
    task(hand)


@pytest.mark.check("C025")
def test_numbers_are_two_steps_away(hand: Hand, tmp_path: Path) -> None:
    _download(hand, tmp_path)


@pytest.mark.check("C025")
def test_a_way_of_four_steps_would_be_told(page: Page) -> None:
    page.goto(HOME)
    hand = Hand(page)
    for name in ("Karte", "Analyse", "Gebiete", "Indikatoren"):
        hand.click(page.get_by_role("link", name=name, exact=True).first)

    assert hand.steps > MOST_STEPS
