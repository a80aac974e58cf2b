# SPDX-License-Identifier: EUPL-1.2
"""Markup in every text that people write stays text on every page: read in Chromium, under the policy of the site."""

import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar, Final
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from indicators.models import Delivery, RecipeDraft, ValidationRule
from spatial.models import Changeset
from spatial.selectors import units
from tests.conftest import IS_DEEP
from tests.factories import surveyor
from tests.factories.canarycity import WORD, define_city, plant, publish_figures
from tests.factories.desk import client_of, csv_file, new_delivery
from tests.factories.freetexts import write_everywhere
from tests.factories.register import FILE
from tests.factories.standing import standing
from tests.factories.world import World
from tests.integration.leaks.channels import CITY, TELLING

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.check("C104")]
# Whatever becomes an element asks for this address, even where the policy of the site stops its script.
ASKED: Final = "asked-by-markup"
MARKUP: Final = f'"><img src={ASKED} onerror=alert(1)>'
POLICY: Final = "Content Security Policy"
PAGES: Final = (
    f"{CITY}karte/?indikator=arbeitslosigkeit&ebene=viertel&gebiet=12",
    f"{CITY}gebiete/stand-2020/viertel/11/",
    f"{CITY}indikatoren/kinder/",
    f"/suche/?q={quote(MARKUP)}",
)
# What a browser shows; the other channels are files and documents for machines.
SHOWN: Final = tuple(
    address
    for name, addresses in TELLING.items()
    if name.startswith(("portal:", "indicators:"))
    and not name.endswith(("_csv", "_xlsx", "_feed", "_geojson", "_gpkg", "_borders", "_sheet"))
    for address in addresses
    if not urlsplit(address).path.endswith((".json", ".svg"))
)
ALL_PAGES: Final = (*PAGES, *SHOWN, "/api/v1/", "/")


def _build(world: World) -> World:
    publish_figures(define_city(world))
    new_delivery(world, world.anna, csv_file(FILE.replace("kinder", MARKUP), f"{MARKUP}.csv"))
    if IS_DEEP:
        plant(world)
    write_everywhere(MARKUP, instead_of=WORD)
    areas = surveyor.quarters()
    areas["11"] = (MARKUP, areas["11"][1])
    surveyor.checked(world.anna, [surveyor.boundary_file(areas, f"{MARKUP}.geojson")])
    return world


kept_city = standing(_build)


@dataclass
class Seen:
    """What a browser met: dialogs, complaints about the policy, elements that markup made, and how much it read."""

    dialogs: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


def _inside() -> tuple[str, ...]:
    begun, changeset = Delivery.objects.earliest("pk").uuid, Changeset.objects.latest("pk").uuid
    real = (f"{CITY}lieferungen/{begun}/erkennung/", f"{CITY}gebietsstaende/{changeset}/pruefung/", f"{CITY}hinweise/")
    if not IS_DEEP:
        return real
    delivery, draft = Delivery.objects.latest("pk").uuid, RecipeDraft.objects.latest("pk").uuid
    return (
        *real,
        *(f"{CITY}lieferungen/{delivery}/{step}" for step in ("", "pruefung/", "zuordnung/1/", "vorschau/")),
        f"{CITY}indexwerkstatt/{draft}/",
        f"{CITY}pruefregeln/{ValidationRule.objects.latest('pk').number}/",
        f"{CITY}lieferungen/uebersicht/",
        "/konto/mitteilungen/",
    )


@pytest.mark.parametrize("reader", ["", "anna"])
def test_markup_that_people_wrote_stays_text(city: World, reader: str) -> None:
    client = client_of(getattr(city, reader)) if reader else Client(headers={"accept-language": "de"})
    addresses = _inside() if reader else ALL_PAGES if IS_DEEP else PAGES
    cache.clear()
    units.forget()

    seen = _read(client, addresses)

    assert (seen.dialogs, seen.complaints, seen.asked) == ([], [], [])
    assert sum("onerror=alert(1)" in text for text in seen.shown) >= len(addresses) * 0.8


def test_browser_would_notice_markup_that_becomes_an_element(city: World) -> None:
    class Careless:
        def get(self, _path: str) -> Any:  # noqa: ANN401 - as the client of a test
            response: Any = Client().get("/glossar/")
            response.content = response.content.replace(b"<main", f"<p>{MARKUP}</p><main".encode())
            return response

    seen = _read(Careless(), ["/"])

    assert seen.asked
    assert any(POLICY in each for each in seen.complaints)


def _read(client: Any, addresses: Sequence[str]) -> Seen:  # noqa: ANN401 - what answers an address
    """Let a browser read pages that this thread answers: it alone sees what the test will roll back."""
    server = HTTPServer(("127.0.0.1", 0), type("_Answering", (_Answers,), {"client": client}))
    server.timeout = 0.05
    seen, trouble = Seen(), list[BaseException]()
    root = f"http://127.0.0.1:{server.server_port}"
    browser = threading.Thread(target=_browse, args=(root, addresses, seen, trouble))
    browser.start()
    while browser.is_alive():
        server.handle_request()
    server.server_close()
    for each in trouble:
        raise each
    return seen


class _Answers(BaseHTTPRequestHandler):
    """Hand on what the client of a test is answered, headers included."""

    client: ClassVar[Any]
    # A browser opens connections ahead over which it says nothing.
    timeout = 0.3

    def do_GET(self) -> None:
        response = self.client.get(self.path)
        body = response.getvalue() if hasattr(response, "getvalue") else response.content
        self.send_response(response.status_code)
        for name, value in response.headers.items():
            if name.lower() not in {"content-length", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _browse(root: str, addresses: Sequence[str], seen: Seen, trouble: list[BaseException]) -> None:
    try:
        with sync_playwright() as playwright:
            program = shutil.which("chromium-headless-shell")
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page()
            _listen(page, seen)
            for address in addresses:
                page.goto(f"{root}{address}", wait_until="load", timeout=60_000)
                page.wait_for_load_state("networkidle")
                seen.shown.append(page.locator("body").inner_text() + page.content())
            browser.close()
    except BaseException as error:  # noqa: BLE001 - handed to the thread of the test
        trouble.append(error)


def _listen(page: Page, seen: Seen) -> None:
    def dialog(each: Any) -> None:  # noqa: ANN401 - of Playwright
        seen.dialogs.append(each.message)
        each.dismiss()

    page.on("dialog", dialog)
    page.on("console", lambda each: seen.complaints.extend([each.text] if POLICY in each.text else []))
    page.on("request", lambda each: seen.asked.extend([page.url] if urlsplit(each.url).path.endswith(ASKED) else []))
