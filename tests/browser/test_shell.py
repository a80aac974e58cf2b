# SPDX-License-Identifier: EUPL-1.2
"""The frame of the pages and the portal's own: usable by everyone, silent towards others, without a trace."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.browser.conftest import NARROW, SIGHTS, WIDE, Axe, ColorScheme, RequestLog, overflow, sampled

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/suche/?q=reuter",
    "/suche/?q=gibtesnicht",
    "/glossar/",
    "/ueber-die-daten/",
    "/hilfe/",
    "/hilfe/bausteine/",
    "/impressum/",
    "/barrierefreiheit/",
    "/leichte-sprache/",
    "/gebaerdensprache/",
    "/datenschutz/",
    "/anmelden/",
    "/api/v1/",
    "/gibt-es-nicht/",
    "/glossar/?fremd=1",
)
# WCAG 1.4.12: what a reader may set without losing a word.
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"


@pytest.mark.check("C001")
@pytest.mark.parametrize(("address", "size", "scheme"), sampled(PAGES, SIGHTS))
def test_axe_finds_nothing(page: Page, axe: Axe, address: str, size: ViewportSize, scheme: ColorScheme) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)

    page.goto(address)

    assert axe(page) == []


@pytest.mark.check("C001")
def test_axe_names_every_element_that_breaks_a_rule(page: Page, axe: Axe) -> None:
    page.goto("/hilfe/")
    page.locator("main").evaluate("main => main.insertAdjacentHTML('beforeend', '<img id=\"a\"><img id=\"b\">')")

    found = axe(page)

    assert [words.split(": ")[:2] for words in found] == [["image-alt", "#a"], ["image-alt", "#b"]]
    assert all("does not have an alt attribute" in words for words in found)


@pytest.mark.check("C001")
def test_axe_finds_nothing_with_the_menu_open(page: Page, axe: Axe) -> None:
    page.set_viewport_size(NARROW)
    page.goto("/berlin/indikatoren/")

    page.click(".header__menu > summary")

    expect(page.locator(".navigation__link").first).to_be_visible()
    assert axe(page) == []
    assert overflow(page) == []


@pytest.mark.check("C001")
def test_axe_finds_nothing_on_a_form_with_errors(page: Page, axe: Axe) -> None:
    page.goto("/anmelden/")

    page.click("form.form button")

    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("#id_username")).to_have_attribute("aria-invalid", "true")
    assert axe(page) == []


@pytest.mark.check("C013")
def test_no_page_scrolls_sideways_on_a_phone_or_with_text_of_twice_the_size(page: Page) -> None:
    found = {}
    for address in PAGES:
        page.set_viewport_size(NARROW)
        page.goto(address)
        found[address] = overflow(page)
        page.set_viewport_size(WIDE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[f"{address} at 200 %"] = overflow(page)

    assert {address: parts for address, parts in found.items() if parts} == {}


@pytest.mark.check("C013")
@pytest.mark.parametrize("address", ["/", "/hilfe/bausteine/"])
def test_wider_spacing_cuts_no_text_off(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(address)

    page.evaluate(
        """css => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet];
        }""",
        SPACING,
    )

    cut = page.evaluate(
        """() => [...document.querySelectorAll('a, button, p, li, th, td, dt, dd, h1, h2, h3, summary, span.badge')]
            .filter((element) => element.checkVisibility())
            .filter((element) => !element.closest('.visually-hidden, .table-region, .skip'))
            .filter((element) => ['hidden', 'clip'].includes(getComputedStyle(element).overflowX))
            .filter((element) => element.scrollWidth > element.clientWidth + 1)
            .map((element) => element.textContent.trim())"""
    )
    assert cut == []
    assert overflow(page) == []


def test_first_tab_stop_leads_past_the_header_to_the_content(page: Page) -> None:
    page.goto("/hilfe/")

    page.keyboard.press("Tab")
    expect(page.locator(".skip__link").first).to_be_focused()
    expect(page.locator(".skip__link").first).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_every_control_of_the_frame_is_reached_by_keyboard_and_shows_its_focus(page: Page) -> None:
    page.goto("/berlin/indikatoren/")
    wanted = page.evaluate(
        "document.querySelectorAll('header a, header button, header input:not([type=hidden])').length"
    )

    shown = set()
    for _ in range(wanted + 4):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const focused = document.activeElement;
                const style = getComputedStyle(focused);
                const isMarked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                return focused.closest('header') && isMarked ? focused.outerHTML : null;
            }"""
        )
        shown.add(found)

    assert len(shown - {None}) == wanted


@pytest.mark.check("C028")
def test_pages_ask_their_own_server_only(page: Page, request_log: RequestLog, base_url: str) -> None:
    for address in PAGES:
        page.goto(address, wait_until="load")

    assert request_log.hosts == {urlsplit(base_url).netloc}
    assert any("FiraSans-Regular" in asked for asked in request_log.addresses)
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px \"Fira Sans\"'))")


@pytest.mark.check("C029")
def test_a_visit_without_signing_in_leaves_nothing_behind(page: Page, context: BrowserContext) -> None:
    for address in (*PAGES[:10], "/berlin/", "/berlin/gebiete/", "/berlin/indikatoren/"):
        page.goto(address)

        assert context.cookies() == [], address
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, address


@pytest.mark.check("C029")
def test_choosing_a_language_keeps_the_language_and_nothing_else(page: Page, context: BrowserContext) -> None:
    page.goto("/glossar/?q=Nenner")

    page.click("button[name=language][value=en]")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(r"/glossar/\?q=Nenner$"))
    assert [(cookie.get("name"), cookie.get("value")) for cookie in context.cookies()] == [("language", "en")]


@pytest.mark.check("C005")
def test_pages_say_the_same_without_scripts(page: Page, page_without_scripts: Page) -> None:
    for address in PAGES:
        page.goto(address)
        page_without_scripts.goto(address)

        assert _words(page_without_scripts) == _words(page), address


def _words(page: Page) -> list[str]:
    # Every answer has a number of its own.
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", page.inner_text("main")).split()


@pytest.mark.check("C005")
def test_menu_opens_without_scripts(page_without_scripts: Page) -> None:
    page = page_without_scripts
    page.set_viewport_size(NARROW)
    page.goto("/")
    expect(page.locator(".navigation__link").first).to_be_hidden()

    page.click(".header__menu > summary")

    expect(page.locator(".navigation__link").first).to_be_visible()
    expect(page.locator("#site-search")).to_be_visible()


def test_glossary_narrows_while_one_types_and_the_server_finds_the_same(page: Page, page_without_scripts: Page) -> None:
    page.goto("/glossar/")
    everything = page.locator(".glossary__entry:visible").count()

    page.fill("#glossary-filter", "nenner")
    narrowed = page.locator(".glossary__entry:visible .glossary__term").evaluate_all(
        "all => all.map((e) => e.id).sort()"
    )
    page_without_scripts.goto("/glossar/?q=nenner")
    found = page_without_scripts.locator(".glossary__term").count()

    assert 0 < len(narrowed) < everything
    assert len(narrowed) == found
    assert "nenner" in narrowed
    expect(page.locator("[data-filter-count]")).to_contain_text(str(len(narrowed)))


def test_a_term_has_an_address_and_is_marked_there(page: Page) -> None:
    page.goto("/glossar/#zeitreihenbruch")

    expect(page.locator("#zeitreihenbruch")).to_be_in_viewport()
    marked = page.locator(".glossary__entry:has(:target)")
    plain = page.locator(".glossary__entry:not(:has(:target))").first
    colour = "element => getComputedStyle(element).backgroundColor"
    assert marked.evaluate(colour) != plain.evaluate(colour)


def test_escape_closes_the_menu_of_the_reader_and_returns_the_focus(signed_in: Page, axe: Axe) -> None:
    page = signed_in
    page.click("details[data-menu] > summary")
    assert axe(page) == []

    page.keyboard.press("Escape")

    expect(page.locator(".menu__panel")).to_be_hidden()
    expect(page.locator("details[data-menu] > summary")).to_be_focused()


def test_signing_out_leads_back_to_a_visit_without_traces(signed_in: Page, context: BrowserContext) -> None:
    page = signed_in
    page.click("details[data-menu] > summary")

    page.click(".menu__panel form button")

    expect(page.locator(".header__login")).to_be_visible()
    assert "session" not in {cookie.get("name") for cookie in context.cookies()}


@pytest.mark.check("C015")
def test_reduced_motion_stops_all_motion(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/hilfe/bausteine/")

    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll('*')].flatMap((element) => {
            const style = getComputedStyle(element);
            return [style.transitionDuration, style.animationDuration].map((text) => parseFloat(text) || 0);
        }))"""
    )

    assert longest <= 0.001


@pytest.mark.check("C015")
def test_forced_colours_keep_class_colours_and_patterns(page: Page, axe: Axe) -> None:
    page.goto("/hilfe/bausteine/")
    colours = "all => all.map((element) => getComputedStyle(element).backgroundColor)"
    before = page.locator(".gallery__strip > li").evaluate_all(colours)

    page.emulate_media(forced_colors="active")

    assert page.locator(".gallery__strip > li").evaluate_all(colours) == before
    assert axe(page) == []


@pytest.mark.check("C006")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_reason_for_a_missing_value_looks_different(page: Page, scheme: ColorScheme) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/hilfe/")
    signs = page.locator(".legend__sign").all()

    pictures = [sign.screenshot() for sign in signs]

    assert len(signs) == 5
    assert len(set(pictures)) == 5


@pytest.mark.check("C022")
def test_paper_shows_content_and_address_without_controls(page: Page) -> None:
    page.goto("/ueber-die-daten/")

    page.emulate_media(media="print")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".footer__print")).to_be_visible()
    expect(page.locator(".footer__print")).to_contain_text("/ueber-die-daten/")
    for control in (".header__panel", ".topbar__language", ".skip", ".footer nav >> nth=0"):
        expect(page.locator(control)).to_be_hidden()


@pytest.mark.check("C022")
def test_paper_is_white_even_for_readers_of_dark_pages(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/ueber-die-daten/")

    ink = page.locator("h1").evaluate("element => getComputedStyle(element).color")
    ground = page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor")

    assert ink == "rgb(0, 0, 0)"
    assert ground in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


@pytest.mark.check("C025")
def test_from_the_start_page_to_the_profile_of_my_neighbourhood_in_two_steps(page: Page) -> None:
    page.goto("/")

    page.fill("#start-search", "Reuterkiez")
    page.press("#start-search", "Enter")
    page.locator(".result a", has_text="Reuterkiez").first.click()

    expect(page.locator("h1")).to_contain_text("Reuterkiez")
