# SPDX-License-Identifier: EUPL-1.2
"""Pages of disclosure, rights and selections: read wide and narrow, used by keyboard alone, proved by axe."""

import contextlib
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from psycopg import sql

from scripts.layout import ROOT
from tests import demodatabase
from tests.browser.conftest import NARROW, WIDE, Axe, RequestLog, overflow
from tests.demofixtures import free_port, wait_for
from tests.factories.world import PASSWORD

pytestmark = pytest.mark.browser
BUILD = "from tests.factories.shieldedcity import build_shielded_city; print(build_shielded_city().uuid)"
HOME = "/musterstadt/"
PUBLIC_RULE = f"{HOME}geheimhaltung/regeln/register/oeffentlichkeit/"
PICKED = f"{HOME}auswahl/?ebene=viertel&gebietsstand=stand-2020&gebiete="
PATIENCE = 120_000
MOST_STOPS = 80
MOST_TRIES = 5
# Opens a page for somebody, or for a stranger.
Opening = Callable[..., Page]


@pytest.fixture(scope="module")
def shielded() -> Iterator[tuple[str, str]]:
    """Open a city with rules for three audiences; gives its address and the delivery that waits for approval."""
    name, port, template = f"sozialplanung_shielded_{free_port()}", free_port(), demodatabase.empty()
    drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    with demodatabase.owner() as connection:
        demodatabase.create(connection, name, template)
        env = {
            **demodatabase.environment(name, as_owner=True),
            "SOZIALPLANUNG_ALLOWED_HOSTS": "testserver",
        }
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", BUILD]
        made = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
        web = [sys.executable, "-m", "gunicorn", "sozialplanung.wsgi", "--bind", f"127.0.0.1:{port}", "--threads=4"]
        running = demodatabase.running(
            [*web, "--no-control-socket"],
            demodatabase.environment(name),
            f"shielded-web-{port}.log",
            ending=signal.SIGKILL,
        )
        with demodatabase.worker(name, ending=signal.SIGKILL), running:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/readyz")
            yield address, made.stdout.split()[-1]
        connection.execute(drop)


@pytest.fixture
def people(browser: Browser, browser_context_args: dict[str, Any], shielded: tuple[str, str]) -> Iterator[Opening]:
    """Give a function that opens a page for somebody; at the end no browser must have complained."""
    log = RequestLog()
    with contextlib.ExitStack() as opened:

        def page_of(person: str = "") -> Page:
            context = browser.new_context(**{**browser_context_args, "base_url": shielded[0]})
            opened.callback(context.close)
            log.watch(context)
            page = context.new_page()
            page.set_viewport_size(WIDE)
            if person:
                page.goto("/anmelden/")
                page.fill("#id_username", f"{person}@example.org")
                page.fill("#id_password", PASSWORD)
                page.press("#id_password", "Enter")
                expect(page.locator(".header__user .menu")).to_be_visible()
            return page

        yield page_of
    assert log.complaints == []


def read_both_ways(page: Page, axe: Axe) -> None:
    """Let axe read the page wide and narrow; narrow, nothing sticks out."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert axe(page) == []
        assert overflow(page) == []
    page.set_viewport_size(WIDE)


def tab_to(page: Page, target: Locator) -> None:
    """Go on by the tabulator until something has the focus, as somebody without a mouse does."""
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by keyboard on {page.url}.")


def leave_by(page: Page, target: Locator, key: str = "Enter") -> None:
    """Reach something by keyboard and follow it."""
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_version_for_the_council_says_so_and_leads_to_the_public_one(people: Opening, axe: Axe) -> None:
    clara = people("clara")
    clara.goto(f"{HOME}indikatoren/kinder/")
    banner = clara.locator("main .alert, .alert").filter(has_text="Fassung")
    expect(banner).to_contain_text("Fassung für den Rat, nicht veröffentlicht")
    read_both_ways(clara, axe)

    leave_by(clara, clara.get_by_role("button", name="Öffentliche Fassung zeigen"))
    expect(banner).to_contain_text("Fassung, die alle sehen")
    leave_by(clara, clara.get_by_role("button", name="Alle Zahlen zeigen, die ich sehen darf"))
    expect(banner).to_contain_text("Fassung für den Rat")

    part = people("nina")
    part.goto(f"{HOME}indikatoren/kinder/")
    expect(part.locator(".alert").filter(has_text="Fassung")).to_contain_text("nur in einzelnen Themen")
    read_both_ways(part, axe)
    stranger = people()
    stranger.goto(f"{HOME}indikatoren/kinder/")
    expect(stranger.get_by_text("Fassung")).to_have_count(0)


def test_rule_is_written_foreseen_and_confirmed_by_keyboard(people: Opening, axe: Axe) -> None:
    anna = people("anna")
    anna.goto(f"{HOME}geheimhaltung/regeln/")
    read_both_ways(anna, axe)
    leave_by(anna, anna.locator(f"a[href='{PUBLIC_RULE}']"))
    leave_by(anna, anna.get_by_role("link", name="Regel ändern"))
    read_both_ways(anna, axe)
    for field, text in (("minimum_count", "4"), ("legal_basis", "§ 16 BStatG"), ("reason", "Weniger ist genug.")):
        tab_to(anna, anna.locator(f"#id_{field}"))
        anna.keyboard.press("ControlOrMeta+a")
        anna.keyboard.type(text)
    leave_by(anna, anna.get_by_role("button", name="Zur Bestätigung einreichen"))
    expect(anna.get_by_role("heading", name="Eine Änderung wartet auf eine zweite Person")).to_be_visible()
    read_both_ways(anna, axe)

    frida = people("frida")
    frida.goto(PUBLIC_RULE)
    effect = frida.locator("#wirkung")
    while effect.locator("progress").count():
        frida.wait_for_timeout(300)
        frida.reload()
    expect(effect).to_contain_text("Berechnet", timeout=PATIENCE)
    read_both_ways(frida, axe)
    tab_to(frida, frida.get_by_role("radio").first)
    frida.keyboard.press("Space")
    leave_by(frida, frida.get_by_role("button", name="Entscheiden"))
    expect(frida.locator("main")).to_contain_text("Weniger als 4 Fälle werden gesperrt.")


def test_report_on_secrecy_map_and_table_lead_to_one_another_by_keyboard(people: Opening, axe: Axe) -> None:
    frida = people("frida")
    frida.goto(f"{HOME}geheimhaltung/?nur=gesperrt")
    read_both_ways(frida, axe)
    leave_by(frida, frida.locator("main").get_by_role("link", name=re.compile("^Bericht")).first)
    read_both_ways(frida, axe)
    row = frida.locator(".secrecy-row").first
    place = str(row.get_attribute("id")).removeprefix("figure-")

    tab_to(frida, row.get_by_role("link"))
    frida.keyboard.press("Enter")
    expect(frida.locator(f"#area-{place}")).to_be_focused()
    frida.keyboard.press("Enter")

    expect(frida).to_have_url(re.compile(rf"#figure-{place}$"))
    # From the row on the tabulator goes on inside it.
    frida.keyboard.press("Tab")
    expect(row.get_by_role("link")).to_be_focused()
    frida.emulate_media(media="print")
    expect(frida.locator(".difference-map__picture")).to_be_visible()
    expect(row).to_be_visible()


def test_figures_are_withdrawn_with_a_reason_by_keyboard(people: Opening, axe: Axe) -> None:
    frida = people("frida")
    _open_withdrawal(frida)
    expect(frida.get_by_role("table", name=re.compile("was aus ihnen berechnet ist"))).to_be_visible()
    read_both_ways(frida, axe)
    leave_by(frida, frida.get_by_role("button", name="Jetzt zurückziehen"))
    expect(frida.locator("main")).to_contain_text("Schreiben Sie, warum")
    read_both_ways(frida, axe)

    for _ in range(MOST_TRIES):
        tab_to(frida, frida.locator("#id_reason"))
        frida.keyboard.type("Nenner falsch geliefert.")
        expect(frida.locator("#id_reason")).to_have_value("Nenner falsch geliefert.")
        leave_by(frida, frida.get_by_role("button", name="Jetzt zurückziehen"))
        while frida.get_by_text("werden Werte zurückgezogen").count():
            frida.wait_for_timeout(300)
            frida.reload()
        if not frida.get_by_text("konnten nicht zurückgezogen").count():
            break
        # Others compute beside it: what was to be withdrawn has just been replaced.
        read_both_ways(frida, axe)
        _open_withdrawal(frida)
    # The council reads what the public read: it goes there, too.
    expect(frida.get_by_role("row", name=re.compile("Anteil"))).to_have_count(0)
    read_both_ways(frida, axe)


def _open_withdrawal(page: Page) -> None:
    page.goto(f"{HOME}geheimhaltung/")
    leave_by(page, page.get_by_role("row", name=re.compile("Anteil.*Öffentlichkeit")).get_by_role("link"))
    leave_by(page, page.get_by_role("link", name="Diese Werte zurückziehen"))


def test_what_adds_up_and_who_stands_behind_figures_is_said_by_keyboard(people: Opening, axe: Axe) -> None:
    anna = people("anna")
    anna.goto(f"{HOME}summen/")
    read_both_ways(anna, axe)
    leave_by(anna, anna.get_by_role("button", name=re.compile("Es sind Ereignisse.*Haushalte")))
    expect(anna.get_by_role("row", name=re.compile("Haushalte.*zählt Ereignisse"))).to_be_visible()

    for link in (f"{HOME}summen/gruppen/frauen/", f"{HOME}summen/merkmale/haushalte/dahinter/"):
        anna.goto(f"{HOME}summen/")
        leave_by(anna, anna.locator(f"a[href='{link}']"))
        read_both_ways(anna, axe)
        expect(anna.get_by_role("heading", level=1)).to_be_visible()


def test_council_adds_up_areas_and_has_their_hidden_sum_released(people: Opening, axe: Axe) -> None:
    clara, frida = people("clara"), people("frida")
    clara.goto(f"{PICKED}11")
    tab_to(clara, clara.locator("#selection-search"))
    clara.keyboard.type("Müller")
    with clara.expect_navigation():
        clara.keyboard.press("Enter")
    # The only area found is ticked already.
    expect(clara.locator("#hit-1")).to_be_checked()
    leave_by(clara, clara.get_by_role("button", name="Zur Auswahl hinzufügen"))
    expect(clara.locator("main")).to_contain_text("2 Gebiete zusammen")
    expect(clara.locator("main")).to_contain_text("Fassung für den Rat")
    read_both_ways(clara, axe)

    frida.goto(f"{PICKED}11,12,21,22")
    tab_to(frida, frida.locator("#id_name"))
    frida.keyboard.type("Alles")
    leave_by(frida, frida.get_by_role("button", name="Als geprüfte Freigabe anfordern"))
    listed = frida.get_by_role("row", name=re.compile("Alles"))
    while "wird angegriffen" in listed.inner_text():
        frida.wait_for_timeout(300)
        frida.reload()
    read_both_ways(frida, axe)
    leave_by(frida, frida.get_by_role("button", name=re.compile("Alles")))
    expect(frida.get_by_role("row", name=re.compile("Alles"))).to_have_count(0)


def test_approver_reads_what_each_of_three_audiences_would_not_see(
    people: Opening, axe: Axe, shielded: tuple[str, str]
) -> None:
    frida = people("frida")
    frida.goto(f"{HOME}lieferungen/{shielded[1]}/freigabe/")

    for audience in ("Öffentlichkeit", "Rat"):
        expect(frida.get_by_role("table", name=re.compile(re.escape(audience)))).to_be_visible()
    # No count is below the two that the administration's rule asks for.
    expect(frida.locator(".secrecy")).to_contain_text("Verwaltung (intern): Kein Wert ist gesperrt")
    cut = "regions => regions.filter(each => each.scrollWidth > each.clientWidth).length"
    assert frida.locator(".secrecy .table-region").evaluate_all(cut) == 0
    read_both_ways(frida, axe)
