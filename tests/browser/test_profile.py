# SPDX-License-Identifier: EUPL-1.2
"""The profile of an area in a browser: for everyone, at every width, on paper, without scripts."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE, Axe, RequestLog, overflow, sampled

pytestmark = pytest.mark.browser

RATED = "/berlin/gebiete/lor-2006/planungsraum/02010104/"
EXCLUDED = "/berlin/gebiete/lor-2006/planungsraum/01011102/"
DISTRICT = "/berlin/gebiete/lor-2006/bezirk/02/"
WHOLE = "/berlin/gebiete/lor-2021/stadt/11000000/"
POSITION = "/nrw/gebiete/gemeinden-2021/gemeinde/05513000/"
WITHOUT_FIGURES = "/nrw/gebiete/gemeinden-2021/kreis/05513/"
# Its neighbours and parents have long names without a blank.
LONG_NAMES = "/berlin/gebiete/lor-2021/planungsraum/03300517/"
BELOW_THE_FIGURES = "/koeln/gebiete/stadtgebiet-2012/stadtviertel/60901/"
PROFILES = (RATED, EXCLUDED, DISTRICT, WHOLE, POSITION, WITHOUT_FIGURES)


@pytest.mark.check("C001")
@pytest.mark.check("C013")
@pytest.mark.parametrize(("address", "size"), sampled(PROFILES, ((WIDE,), (NARROW,))))
def test_axe_finds_nothing_and_narrow_page_is_not_scrolled_sideways(
    page: Page, axe: Axe, address: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)

    page.goto(address)

    assert axe(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) == []


@pytest.mark.check("C013")
@pytest.mark.parametrize("address", [LONG_NAMES, BELOW_THE_FIGURES])
def test_narrow_page_with_long_names_is_not_scrolled_sideways(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)

    page.goto(address)

    assert overflow(page) == []


def test_opening_sentence_tells_people_children_and_city(page: Page) -> None:
    page.goto(RATED)

    expect(page.locator(".page__lead")).to_have_text(
        re.compile(r"5\.095 Menschen lebten hier Ende 2019\. Von 100 Kindern unter 15 Jahren leben 60 .*in Berlin 28")
    )


def test_position_by_index_stands_in_respectful_words_before_the_official_class(page: Page) -> None:
    page.goto(RATED)

    card = page.locator(".key-figure", has_text="Unterstützungsbedarf").first
    expect(card.locator(".key-figure__value")).to_have_text("Besonders hoher Unterstützungsbedarf")
    expect(card.locator(".key-figure__note")).to_contain_text("amtlich: Status sehr niedrig")


def test_line_states_the_published_change_beside_a_broken_course(page: Page) -> None:
    page.goto(RATED)

    line = page.get_by_role("row", name=re.compile("^Kinderarmut"))
    expect(line).to_contain_text("60,0\u00a0%")
    expect(line).to_contain_text("rund 495")
    expect(line).to_contain_text("−7,4")
    expect(line.locator(".spark__break")).to_have_count(2)
    expect(line.locator(".spine__area")).to_have_count(1)


def test_spine_tells_the_random_variation_and_the_numbers_stand_in_a_table(page: Page) -> None:
    page.goto(RATED)

    line = page.get_by_role("row", name=re.compile("^Unter 18 Jahre")).first
    expect(line.locator(".spine__interval")).to_have_count(1)
    expect(line.get_by_role("img", name=re.compile("Zufallsschwankung 18,7 bis 20,8"))).to_be_visible()
    page.get_by_text("Bevölkerung: die Zeichnungen als Zahlen", exact=True).first.click()
    numbers = page.locator(".profile-spread[open]").get_by_role("row", name=re.compile("^Unter 18 Jahre"))
    expect(numbers.get_by_role("cell")).to_have_text(
        [
            re.compile(each)
            for each in ("19,7", "18,7 – 20,8", "16,1", "2,8", "13,7", "15,5", "17,7", "32,1", "446", "2", "0")
        ]
    )


def test_rate_without_counts_has_no_interval_in_its_spine(page: Page) -> None:
    page.goto(RATED)

    line = page.get_by_role("row", name=re.compile("^Kinderarmut")).first
    expect(line.locator(".spine__area")).to_have_count(1)
    expect(line.locator(".spine__interval")).to_have_count(0)


def test_direction_is_told_by_a_word_and_who_lives_here_is_never_judged(page: Page) -> None:
    page.goto(RATED)

    rising = page.get_by_role("row", name=re.compile("^Ab 65 Jahre")).first
    expect(rising.locator(".profile-table__chart .badge")).to_have_text(re.compile(r"^\s*steigt\s*$"))
    expect(rising).to_contain_text("+0,43 Prozentpunkte im Jahr")
    expect(rising).to_contain_text("im Rahmen des Zufalls (−0,3 bis +2,3)")
    poverty = page.get_by_role("row", name=re.compile("^Kinderarmut")).first
    expect(poverty).to_contain_text("seit dem Bruch der Zeitreihe nur 2 von 5 nötigen Zeitpunkten")
    index = page.get_by_role("row", name=re.compile("^Unterstützungsbedarf")).first
    expect(index).to_contain_text("nur Position, kein Trend")
    expect(index.locator(".profile-table__chart .badge")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text(re.compile("günstig[)]"))
    expect(page.get_by_role("heading", name="Was der Zufall ausmacht")).to_be_visible()


def test_excluded_area_tells_its_reason_and_no_number(page: Page) -> None:
    page.goto(EXCLUDED)

    line = page.get_by_role("row", name=re.compile("^Kinderarmut"))
    expect(line).to_contain_text("nicht bewertet: unter 300 Einwohner")
    expect(line.locator(".table__cell--strong")).to_have_count(0)
    expect(line.locator(".spine__area")).to_have_count(0)


def test_inset_leads_to_the_map_with_the_area_in_focus(page: Page) -> None:
    page.goto(RATED)

    inset = page.locator(".profile-inset a")
    expect(inset.locator(".outline__area--focus")).to_have_count(1)
    inset.click()

    expect(page).to_have_url(re.compile(r"/berlin/karte/\?.*gebiet=02010104"))


def test_neighbours_lead_from_profile_to_profile(page: Page) -> None:
    page.goto(RATED)

    page.locator("#neighbours + ul a", has_text="Graefekiez").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Graefekiez")


def test_same_ground_in_another_edition_is_linked(page: Page) -> None:
    page.goto(RATED)

    page.locator("p", has_text="Im Gebietsstand LOR 2021").get_by_role("link").first.click()

    expect(page).to_have_url(re.compile("/berlin/gebiete/lor-2021/planungsraum/"))


def test_figures_can_be_taken_away_as_a_file(page: Page) -> None:
    page.goto(RATED)

    with page.expect_download() as download:
        page.get_by_role("link", name="Zahlen dieses Gebiets (CSV)").click()

    text = download.value.path().read_text(encoding="utf-8-sig")
    assert download.value.suggested_filename == "berlin_lor-2006_planungsraum_02010104.csv"
    assert "kinderarmut;" in text
    assert ";60,0;" in text


@pytest.mark.check("C005")
def test_profile_says_the_same_without_scripts(page: Page, page_without_scripts: Page) -> None:
    page.goto(RATED)
    page_without_scripts.goto(RATED)

    assert page_without_scripts.locator("main").inner_text() == page.locator("main").inner_text()


@pytest.mark.check("C028")
def test_profile_asks_no_other_host(page: Page, request_log: RequestLog, base_url: str) -> None:
    page.goto(RATED)

    assert request_log.hosts == {base_url.removeprefix("http://")}


@pytest.mark.check("C022")
def test_paper_shows_figures_and_sources_and_no_controls(page: Page) -> None:
    page.goto(RATED)

    page.emulate_media(media="print")

    expect(page.locator(".profile-table").first).to_be_visible()
    expect(page.locator("#sources")).to_be_visible()
    expect(page.locator(".footer__print")).to_be_visible()
    expect(page.locator(".profile-ways")).to_be_hidden()
    expect(page.locator(".header__panel")).to_be_hidden()


def test_line_of_a_table_becomes_a_card_with_labels_on_a_phone(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto(RATED)

    line = page.get_by_role("row", name=re.compile("^Kinderarmut"))

    label = line.locator("td").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Wert"'
    assert line.bounding_box() is not None
    width = page.evaluate("innerWidth")
    assert all(
        cell.evaluate("cell => cell.getBoundingClientRect().right") <= width for cell in line.locator("td").all()
    )


def test_dotted_course_of_a_position_joins_no_two_values(page: Page) -> None:
    page.goto(POSITION)

    line = page.get_by_role("row", name=re.compile(r"^Benachteiligung"))
    expect(line.locator(".spark__line")).to_have_count(0)
    expect(line.locator(".spark__dot")).to_have_count(24)
    expect(line).to_contain_text("nur Position, kein Trend")


def test_english_page_writes_numbers_the_english_way(page: Page) -> None:
    page.goto(RATED)

    page.get_by_role("button", name="English").click()

    expect(page.locator(".page__lead")).to_contain_text("5,095 people lived here at the end of 2019.")
    expect(page.locator("main")).not_to_contain_text("60,0")
