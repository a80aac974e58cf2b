# SPDX-License-Identifier: EUPL-1.2
"""Two people bring Köln's population of 2012 from a file with three mistakes to the map, in Chromium."""

import io
import re
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Page, expect

from sozialplanung.demo.regions.koeln import TAKEN
from tests.browser.conftest import NARROW, WIDE, Axe
from tests.browser.desks import (
    PATIENCE,
    desk,
    german,
    go_on,
    leave,
    look,
    own_database,
    second_person,
    second_person_with_scripts,
    steward,
)

__all__ = ["desk", "own_database", "second_person", "second_person_with_scripts", "steward"]

SOURCE = Path(__file__).parents[2] / "demo" / "koeln" / "lieferungen" / "bevoelkerung_2012-12-31.csv"
SERIES = {(table, row): f"einwohner:{slug}" if slug else "einwohner" for table, row, slug, _ in TAKEN}
NEW_FIGURE = "31.245"
LATER_FIGURE = "31.262"
MAP = "/koeln/karte/?indikator=einwohner&ebene=stadtteil&stand=2012-12-31&gebiet=101"


def _rows() -> list[str]:
    return SOURCE.read_text(encoding="utf-8-sig").splitlines()


def _corrected(figure: str = NEW_FIGURE) -> str:
    """Return the file with one figure that differs from the demo set."""
    head = "101;Altstadt/Süd;Einwohner in Köln;Einwohner;"
    rows = [f"{head}{figure.replace('.', '')}" if row.startswith(head) else row for row in _rows()]
    assert rows != _rows()
    return "\n".join(rows) + "\n"


def _mistaken() -> str:
    """Return the corrected file with an unknown key, a letter in a figure, and a row that stands there twice."""
    rows = _corrected().splitlines()
    key = next(number for number, row in enumerate(rows) if row.startswith("102;") and "Einwohner;" in row)
    figure = next(number for number, row in enumerate(rows) if row.startswith("103;") and "Einwohner;" in row)
    rows[key] = rows[key].replace("102;", "1O2;", 1)
    rows[figure] = f"{rows[figure]}O"
    twice = next(row for row in rows if row.startswith("104;") and "Einwohner;" in row)
    return "\n".join([*rows, twice]) + "\n"


def _upload(page: Page, text: str) -> None:
    file: FilePayload = {"name": "bevoelkerung_2012-12-31.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("input[type=file]", [file])
    leave(page, page.locator("main form[enctype] button[type=submit]"))


def _map_columns(page: Page) -> None:
    expect(page.locator("#id_column_0")).to_have_value("key")
    expect(page.locator("#id_ground")).to_have_value("stadtteil@stadtgebiet-2012")
    expect(page.locator("#id_period_text")).to_have_value("2012-12-31")
    for field in page.locator("select[id^=id_category_]").all():
        identity = field.get_attribute("id") or ""
        table, _, row = page.locator(f"label[for={identity}]").inner_text().partition(" / ")
        series = SERIES.get((table, row))
        field.select_option(f"{series}|value" if series else "-")
    page.fill("#id_totals", "\n".join(["000", *(f"00{number} = {number}" for number in range(1, 10))]))
    page.locator("form.mapping .kern-btn--primary").click()


@pytest.mark.check("C045", "C047", "C051", "C052")
def test_two_people_bring_a_file_with_mistakes_to_the_map_and_take_a_later_one_back(
    steward: Page, second_person: Page, second_person_with_scripts: Page, axe: Axe
) -> None:
    page = steward
    address = _begin(page, axe)
    go_on(page)
    look(page, axe)
    _map_columns(page)
    _check(page)
    look(page, axe)
    assert {"1O2", f"{_figure_of('103')}O"} <= set(page.locator(".findings__place code").all_inner_texts())
    assert page.locator(".findings__item--error").count() == 3

    page.goto(f"{address}dateien/")
    page.select_option("#id_place", index=0)
    look(page, axe)
    _upload(page, _corrected())
    _check(page)
    _give_reasons(page, axe)
    _submit(page, address, axe)
    _look_at_approval(second_person_with_scripts, address, axe)
    _release(page, second_person, address)
    look(page, axe)
    _see_on_the_map(page, NEW_FIGURE)

    later = _deliver_again(page, axe)
    _release(page, second_person, later)
    _see_on_the_map(page, LATER_FIGURE)

    asked = _ask_to_take_back(page, later, axe)
    _see_on_the_map(page, LATER_FIGURE)
    _look_at_approval(second_person_with_scripts, asked, axe)
    _ask_and_answer(second_person_with_scripts, page, asked, axe)
    _release(page, second_person, asked)
    _see_on_the_map(page, NEW_FIGURE)
    _see_the_changes(page, axe)


def _look_at_approval(page: Page, address: str, axe: Axe) -> None:
    """Look at what the second person sees before they decide, and when they forgot to."""
    page.goto(f"{address}freigabe/")
    expect(page.locator("#auswirkungen .effects__item").first).to_be_visible(timeout=PATIENCE)
    look(page, axe)
    page.locator("main form:has(input[name=decision]) .kern-btn--primary").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    assert page.title().startswith("Fehler:")
    look(page, axe)


def _ask_and_answer(approver: Page, page: Page, address: str, axe: Axe) -> None:
    """Let the approver ask back about a request, and whoever asked answer; it goes on waiting."""
    approver.goto(f"{address}freigabe/")
    approver.check("input[name=decision][value=ask_back]")
    approver.fill("#id_text", "Seit wann wissen Sie das?")
    approver.locator("main form:has(input[name=decision]) .kern-btn--primary").click()
    page.goto(address)
    page.locator("main .kern-btn--primary").click()
    expect(page.locator("main")).to_contain_text("Seit wann wissen Sie das?")
    look(page, axe)
    page.fill("#id_text", "Seit heute.")
    page.locator("main form .kern-btn--primary").click()
    expect(page.locator("main")).to_contain_text("Seit heute.")


def _release(page: Page, second_person: Page, address: str) -> None:
    """Let the second person approve, and wait until the figures are in force."""
    _approve(second_person, address.removeprefix(page.evaluate("location.origin")))
    page.goto(address)
    expect(page.locator(".alert--success")).to_be_visible(timeout=PATIENCE)


def _see_on_the_map(page: Page, figure: str) -> None:
    page.goto(MAP)
    expect(page.locator("main")).to_contain_text(figure)


def _deliver_again(page: Page, axe: Axe) -> str:
    """Bring the file with another correction: it maps itself, and its one difference is shown."""
    page.goto("/koeln/lieferungen/neu/")
    page.select_option("#id_source", index=1)
    page.fill("#id_title", "Bevölkerung 2012, noch einmal berichtigt")
    _upload(page, _corrected(LATER_FIGURE))
    address = page.url
    _check(page)
    _give_reasons(page, axe)
    _submit(page, address, axe, old=NEW_FIGURE, new=LATER_FIGURE)
    return address


def _ask_to_take_back(page: Page, address: str, axe: Axe) -> str:
    """Ask for a released delivery to be taken back; return the address of the request."""
    page.goto(f"{address}ruecknahme/")
    look(page, axe)
    restored = page.locator("table:has(#preview-caption) tbody tr")
    assert restored.count() == 1
    expect(restored).to_contain_text(NEW_FIGURE)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    look(page, axe)
    page.fill("#id_text", "Die Nachmeldung des Einwohneramts galt einem anderen Jahr.")
    leave(page, page.locator("main form button[type=submit]"))
    look(page, axe)
    return page.url


def _see_the_changes(page: Page, axe: Axe) -> None:
    """Read what the release changed, as everybody may."""
    page.goto("/koeln/aenderungen/")
    look(page, axe)
    page.locator("main a[href*='/aenderungen/einwohner/2012-12-31/stadtteil/']").first.click()
    expect(page.locator("main")).to_contain_text(LATER_FIGURE)
    look(page, axe)


def _begin(page: Page, axe: Axe) -> str:
    """Start a delivery with the mistaken file, after an attempt without one; return its address."""
    page.goto("/koeln/lieferungen/")
    look(page, axe)
    page.goto("/koeln/lieferungen/neu/")
    page.click("main form[enctype] button[type=submit]")
    expect(page.locator("[data-focus]")).to_be_focused()
    assert page.title().startswith("Fehler:")
    look(page, axe)
    page.select_option("#id_source", index=1)
    page.fill("#id_title", "Bevölkerung 2012, berichtigt")
    _upload(page, _mistaken())
    return page.url


def _check(page: Page) -> None:
    """Open the check, let it run, and go on with what it says."""
    go_on(page)
    page.locator("main form .kern-btn--primary").click()
    go_on(page)


def _submit(page: Page, address: str, axe: Axe, *, old: str = "", new: str = NEW_FIGURE) -> None:
    """See that exactly one figure would change, then submit."""
    page.goto(f"{address}vorschau/")
    look(page, axe)
    changed = page.locator("table:has(#preview-caption) tbody tr")
    assert changed.count() == 1
    expect(changed).to_contain_text(old)
    expect(changed).to_contain_text(new)
    page.goto(f"{address}einreichen/")
    look(page, axe)
    page.check("#id_is_confirmed")
    page.locator("main form:has(#id_is_confirmed) .kern-btn--primary").click()


def _figure_of(key: str) -> str:
    row = next(row for row in _rows() if row.startswith(f"{key};") and "Einwohner;" in row)
    return row.rpartition(";")[2]


def _give_reasons(page: Page, axe: Axe) -> None:
    """Write one reason for each kind of warning."""
    address = page.url.partition("?")[0]
    while True:
        page.goto(f"{address}?art=warning")
        link = page.locator(".findings__item:not(:has(strong)) a")
        if not link.count():
            return
        link.first.click()
        expect(page.locator("#id_reason")).to_be_visible()
        look(page, axe)
        page.fill("#id_reason", "Nachmeldung des Einwohneramts vom 3. März")
        page.check("#id_is_for_all")
        page.locator("main form button[type=submit]").click()


def _approve(page: Page, path: str) -> None:
    """Approve without scripts."""
    page.goto("/koeln/lieferungen/?liste=freigabe")
    page.locator(f'main a[href="{path}"]').click()
    page.locator(".kern-btn--primary").click()
    expect(page.locator("main")).to_contain_text("Nachmeldung des Einwohneramts")
    _wait_for_the_audit(page)
    page.set_viewport_size(NARROW)
    page.check("input[name=decision][value=approve]")
    page.locator("main form:has(input[name=decision]) .kern-btn--primary").click()
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))


def _wait_for_the_audit(page: Page) -> None:
    """Load the page again until it may be approved: without scripts nothing tells that the audit is done."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.locator("input[name=decision][value=approve]").count():
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        page.wait_for_timeout(500)
        page.reload()


def test_template_goes_out_and_comes_back_with_two_clicks(steward: Page, axe: Axe) -> None:
    page = steward
    page.goto("/koeln/lieferungen/vorlagen/neu/")
    look(page, axe)
    page.locator("main .file-list a").first.click()
    page.click("main form button[type=submit]")
    expect(page.locator("[data-focus]")).to_be_focused()
    look(page, axe)
    page.check("#id_series_0")
    page.select_option("#id_ground", value="stadtteil@stadtgebiet-2012")
    page.fill("#id_periods", "31.12.2013")
    page.click("main form button[type=submit]")
    look(page, axe)
    with page.expect_download() as download:
        page.locator(".downloads a").first.click()
    file = _filled(Path(download.value.path()))
    page.goto("/koeln/lieferungen/vorlagen/")
    look(page, axe)
    page.set_viewport_size(NARROW)
    expect(page.locator(".table--stacked thead")).to_have_css("position", "absolute")
    page.set_viewport_size(WIDE)

    page.goto("/koeln/lieferungen/neu/")
    page.select_option("#id_source", index=1)
    page.fill("#id_title", "Aus der Vorlage")
    page.set_input_files("input[type=file]", [file])
    page.click("main form[enctype] button[type=submit]")
    address = page.url
    go_on(page)
    expect(page).to_have_url(re.compile("/pruefung/$"))
    page.goto(f"{address}zuordnung/1/")
    expect(page.locator("main .alert--success")).to_be_visible()
    look(page, axe)


def _filled(path: Path) -> FilePayload:
    """Fill in what a supplier would: a figure for each area."""
    book = load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book.worksheets[0]
    for number in range(4, sheet.max_row):
        sheet.cell(number, 3).value = 1000 + number
    sink = io.BytesIO()
    book.save(sink)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "vorlage.xlsx", "mimeType": kind, "buffer": sink.getvalue()}


def test_completeness_and_dates_read_well_on_a_wide_and_a_narrow_screen(steward: Page, axe: Axe) -> None:
    page = steward
    page.goto("/koeln/lieferungen/termine/neu/")
    page.click("main form button[type=submit]")
    look(page, axe)
    page.select_option("#id_source", index=1)
    page.fill("#id_first_period", "31.12.2011")
    page.fill("#id_last_period", "31.12.2014")
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("31.12.2014")
    look(page, axe)

    page.goto("/koeln/lieferungen/uebersicht/")
    expect(page.locator(".board__cell--released").first).to_be_visible()
    overdue = page.locator(".board__cell--overdue a").first
    expect(overdue).to_be_visible()
    look(page, axe)
    page.set_viewport_size(NARROW)
    expect(page.locator(".board thead")).to_have_css("position", "absolute")
    expect(overdue).to_be_visible()
    page.set_viewport_size(WIDE)
    overdue.click()
    expect(page.locator("#id_title")).to_have_value(re.compile("31.12.201[34]"))

    page.goto("/koeln/lieferungen/monat/")
    look(page, axe)


@pytest.mark.check("C024")
def test_series_and_its_indicator_are_defined_on_the_way(steward: Page, axe: Axe) -> None:
    page = steward
    rows = ["schluessel;Haushalte", *(f"{number};{number}0" for number in range(101, 110))]
    page.goto("/koeln/lieferungen/neu/")
    page.select_option("#id_source", index=1)
    page.fill("#id_title", "Haushalte 2012")
    file: FilePayload = {"name": "haushalte_2012-12-31.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.set_input_files("input[type=file]", [file])
    page.click("main form[enctype] button[type=submit]")
    go_on(page)
    look(page, axe)
    page.select_option("#id_decimal", "comma")
    page.select_option("#define_field", "column_1")
    page.click("button[name=define]")
    expect(page.locator("#id_variable_name")).to_have_value("Haushalte")
    look(page, axe)

    page.select_option("#id_variable", "+")
    page.locator("form.mapping .kern-btn--primary").click()
    expect(page.locator("[data-focus]")).to_be_focused()
    assert page.title().startswith("Fehler:")
    look(page, axe)
    page.fill("#id_subtitle", "Private Haushalte am Jahresende")
    page.select_option("#id_topic", index=1)
    for name in ("what_it_shows", "how_to_read", "limits"):
        page.fill(f"#id_{name}", "Ein Satz, den alle verstehen.")
    page.locator("form.mapping .kern-btn--primary").click()

    expect(page.locator("#id_column_1")).to_have_value("haushalte|value")
    expect(page.locator("#id_decimal")).to_have_value("comma")
    page.goto("/koeln/indikatoren/bearbeiten/")
    expect(page.locator("main")).to_contain_text(german("waits for a second person"))
    look(page, axe)
    page.goto("/koeln/indikatoren/neu/")
    page.fill("#id_formula", "share(einwohner, einwohner)")
    page.click("button[name=explain]")
    expect(page.locator("#formel")).to_contain_text("geteilt durch")
    look(page, axe)
