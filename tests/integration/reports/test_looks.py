# SPDX-License-Identifier: EUPL-1.2
"""An edition keeps the logo and the colour of the day on which it was handed in, on its page and in every file."""

import base64
import hashlib
import io
import zipfile

import pytest
from django.test import Client

from reports.models import Edition, EditionFile
from reports.rendering.files.colours import HOUSE
from reports.services import filing
from sozialplanung.accounts.looks import services
from sozialplanung.accounts.looks.pictures import logo_of
from sozialplanung.accounts.models import Logo, Organisation
from tests.factories.desk import client_of, run_jobs
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.logos import png
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
GREEN, RED = "#1b6e3c", "#7a0019"
kept_city = standing(build_noted_city)


def look(world: World, colour: str, ink: str = "") -> None:
    """Give the city a colour, and a logo in an ink."""
    organisation = Organisation.objects.get(pk=world.city.pk)
    logo = logo_of(png(ink=ink)) if ink else services.NO_LOGO
    draft = services.try_look(organisation=organisation, person=world.gero, accent=colour, logo=logo)
    services.take_look(organisation=organisation, draft=draft, seen=services.seal_of(draft), by=world.gero)


def address_of(edition: Edition, name: str = "") -> str:
    return f"/b/{edition.publication.slug}/{edition.path}/{f'dateien/{name}' if name else ''}"


def page_of(edition: Edition) -> str:
    return Client().get(address_of(edition)).content.decode()


def files_of(edition: Edition) -> dict[str, bytes]:
    rows = EditionFile.objects.filter(edition=edition)
    return {f"{row.language}.{row.format}": bytes(row.content) for row in rows}


def pictures_in(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


@pytest.mark.check("C024")
def test_edition_keeps_its_look_and_its_files_their_bytes_when_the_organisation_looks_otherwise(city: World) -> None:
    look(city, GREEN, "#b00020")
    first = Logo.objects.get()
    edition = let_out(city, handed_in(city))
    run_jobs()
    before, page = files_of(edition), page_of(edition)

    look(city, RED, "#0b5394")
    run_jobs()
    EditionFile.objects.filter(edition=edition, format__in=("docx", "html")).delete()
    filing.ask_for_lacking_files()
    run_jobs()

    after = page_of(edition)
    assert len(before) == 14
    assert files_of(edition) == before
    for each in (page, after):
        assert 'class="edition edition--own publisher-1b6e3c"' in each
        assert f'<img src="/musterstadt/logo/{first.digest}.png" alt="Musterstadt">' in each
    assert 'class="publisher publisher-1b6e3c"' in page
    # The head of the page is the organisation's of today, and no reader is sent the page of yesterday.
    assert 'class="publisher publisher-7a0019"' in after
    assert Client().get(f"/musterstadt/logo/{first.digest}.png").content == bytes(first.content)


def test_all_files_bear_logo_and_colour(city: World) -> None:
    look(city, GREEN, "#b00020")
    logo = Logo.objects.get()
    edition = let_out(city, handed_in(city))
    run_jobs()

    files = files_of(edition)

    for ending in ("docx", "odt", "pptx"):
        assert logo.digest in pictures_in(files[f"de.{ending}"]), ending
        assert _says(files[f"de.{ending}"], b"1b6e3c"), ending
        assert _says(files[f"de.{ending}"], b"Musterstadt"), ending
    session = files["de.html"].decode()
    assert base64.b64encode(bytes(logo.content)).decode() in session
    assert 'alt="Musterstadt"' in session
    assert "--publisher: #1b6e3c" in session
    assert "img-src data:" in session
    assert b"/Image" in files["de.pdf"]


def _says(content: bytes, words: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(words.lower() in archive.read(name).lower() for name in archive.namelist())


def test_without_a_look_of_its_own_an_edition_is_as_before(city: World) -> None:
    edition = let_out(city, handed_in(city))
    run_jobs()

    page, session = page_of(edition), files_of(edition)["de.html"].decode()

    assert '<article class="edition">' in page
    assert "/farbe/" not in page
    assert "img-src" not in session
    assert f"--publisher: {HOUSE}" in session


def test_next_edition_has_the_look_of_its_day(city: World) -> None:
    row = begun(city)
    first = let_out(city, handed_in(city, row))
    look(city, RED)

    second = let_out(city, handed_in(city, row))

    assert "publisher-7a0019" not in page_of(first).split("<main")[1]
    assert 'class="edition edition--own publisher-7a0019"' in page_of(second)
    assert first.content_hash != second.content_hash


def test_preview_at_the_desk_and_part_for_other_pages_have_it_too(city: World) -> None:
    look(city, GREEN, "#b00020")
    row = begun(city)
    preview = client_of(city.bert).get(f"/musterstadt/berichte/werkstatt/{row.uuid}/vorschau/").content.decode()
    waiting = handed_in(city, row)
    desk = client_of(city.frida).get(f"/musterstadt/berichte/werkstatt/ausgaben/{waiting.uuid}/").content.decode()
    edition = let_out(city, waiting)

    embed = Client().get(f"/embed{address_of(edition)}panel1/")

    for page in (preview, desk, embed.content.decode()):
        assert "edition--own publisher-1b6e3c" in page
        assert 'href="/farbe/1b6e3c.css"' in page
    assert "style-src 'self'" in embed["Content-Security-Policy"]
