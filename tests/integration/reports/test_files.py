# SPDX-License-Identifier: EUPL-1.2
"""Files of an edition: made by a job, offered on its page, gone with the figures that they tell."""

import io
import re
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from reports.models import Edition, EditionFile, Readers
from reports.rendering.files.formats import MEDIA_TYPES
from reports.services import filing, publishing
from reports.services.handingin import hand_in
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.registry import duties
from sozialplanung.jobs.services import run_inline
from tests.factories.desk import client_of, run_jobs
from tests.factories.editions import begun, frozen_of, handed_in, let_out, withdraw_figures
from tests.factories.notedcity import build_noted_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
ALL = 2 * len(MEDIA_TYPES)
kept_city = standing(build_noted_city)


def address_of(edition: Edition, name: str = "") -> str:
    return f"/b/{edition.publication.slug}/{edition.path}/{f'dateien/{name}' if name else ''}"


def page_of(edition: Edition, client: Client | None = None) -> str:
    return unescape((client or Client()).get(address_of(edition)).content.decode())


def made(city: World, edition: Edition | None = None) -> Edition:
    """Return an edition that is out, with its files."""
    found = let_out(city, edition or handed_in(city))
    run_jobs()
    return found


def text_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_everybody_takes_along_what_an_edition_says_in_all_formats_and_both_languages(city: World) -> None:
    edition = made(city)

    page, english = page_of(edition), page_of(edition, Client(headers={"accept-language": "en"}))
    for ending, kind in MEDIA_TYPES.items():
        for language in ("de", "en"):
            answer = Client().get(address_of(edition, f"{language}.{ending}"))
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
            name = f"{edition.publication.slug}-{edition.path}-{language}.{ending}"
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert f'href="{address_of(edition, f"de.{ending}")}"' in page
        assert f'href="{address_of(edition, f"en.{ending}")}"' in english
    assert re.search(r"\(PDF, [\d,]+\s(?:KB|MB)\)", page)
    assert "gerade hergestellt" not in page


def test_files_make_room_for_whoever_waits_and_are_completed_by_another_job(city: World) -> None:
    edition, hasty = let_out(city, handed_in(city)), begun(city, title="Eilig")
    handing = hand_in(publication=hasty, revision=hasty.revision, by=city.bert)

    first = run_inline(job=Job.objects.get(kind=filing.KIND))

    assert (first.state, edition.files.count()) == (JobState.SUCCEEDED, 1)
    second = Job.objects.get(kind=filing.KIND, state=JobState.QUEUED)
    # The sweeper looks every minute, and asks for nothing that goes on anyway.
    assert filing.ask_for_lacking_files() == 0
    frozen_of(handing)
    assert run_inline(job=second).state == JobState.SUCCEEDED
    assert edition.files.count() == ALL


def test_file_says_what_the_page_says(city: World) -> None:
    edition = made(city)

    page = page_of(edition)
    shown = set(re.findall(r"\d+,\d", re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL)))
    text = text_of_pdf(Client().get(address_of(edition, "de.pdf")).content)
    told = set(re.findall(r"\d+,\d", text))
    assert shown
    # Sizes of files stand on the page alone.
    assert shown - set(re.findall(r"([\d]+,\d)\s[KM]B", page)) <= told


def test_same_edition_gives_the_same_bytes_again(city: World) -> None:
    edition = made(city)
    first = set(edition.files.values_list("language", "format", "content_hash"))

    edition.files.all().delete()
    filing.ask_for_files(edition)
    run_jobs()

    assert len(first) == ALL
    assert set(edition.files.values_list("language", "format", "content_hash")) == first


def test_browser_asks_again_and_is_told_that_nothing_changed(city: World) -> None:
    edition = made(city)
    address = address_of(edition, "de.xlsx")

    first = Client().get(address)
    again = Client().get(address, headers={"if-none-match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (again.status_code, again.content) == (304, b"")


def test_while_files_are_being_made_the_page_says_so_and_their_address_leads_there(city: World) -> None:
    edition = let_out(city, handed_in(city))

    page, answer = page_of(edition), Client().get(address_of(edition, "de.pdf"))
    assert "Die Dateien dieser Ausgabe werden gerade hergestellt." in page
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address_of(edition)}#dateien")
    assert 'id="dateien"' in page
    run_jobs()
    edition.files.filter(format="odt").delete()
    assert "Weitere Dateien werden gerade hergestellt." in page_of(edition)


def test_page_that_was_kept_shows_files_as_soon_as_they_are_there(city: World) -> None:
    edition = let_out(city, handed_in(city))
    before = Client().get(address_of(edition))

    run_jobs()

    answer = Client().get(address_of(edition), headers={"if-none-match": before.headers["ETag"]})
    assert answer.status_code == 200
    assert "de.pdf" in answer.content.decode()


def test_killed_worker_goes_on_where_it_stopped(city: World) -> None:
    edition = made(city)
    edition.files.filter(language="en").delete()
    kept = dict(edition.files.values_list("format", "pk"))

    assert filing.ask_for_lacking_files() == 1
    run_jobs()

    assert dict(edition.files.filter(language="de").values_list("format", "pk")) == kept
    assert edition.files.count() == ALL


def test_figures_that_are_gone_are_gone_from_files_at_once_and_files_are_made_anew(city: World) -> None:
    edition = made(city)
    before = text_of_pdf(Client().get(address_of(edition, "de.pdf")).content)
    figures = set(re.findall(r"\d+,\d\s?%", before))

    withdraw_figures(city)

    # Before anybody made new ones, the old ones are not handed out any more.
    assert Client().get(address_of(edition, "de.pdf")).status_code == 302
    assert "dateien/de.pdf" not in page_of(edition)
    assert filing.ask_for_lacking_files() == 1
    assert not edition.files.exists()
    run_jobs()
    after = text_of_pdf(Client().get(address_of(edition, "de.pdf")).content)
    assert figures
    assert not figures & set(re.findall(r"\d+,\d\s?%", after))
    assert "wird nicht mehr gezeigt" in " ".join(after.split())
    packed = zipfile.ZipFile(io.BytesIO(Client().get(address_of(edition, "de.zip")).content))
    assert packed.namelist() == ["README.txt"]


def test_sweeper_looks_for_files_and_leaves_what_is_complete(city: World) -> None:
    edition = made(city)

    assert "reports.files_lacking" in [duty.name for duty in duties()]
    assert filing.ask_for_lacking_files() == 0
    edition.files.filter(format="pdf").delete()
    assert filing.ask_for_lacking_files() == 1
    # Asked again while it waits, it is one job.
    filing.ask_for_lacking_files()
    assert Job.objects.filter(kind=filing.KIND, state=JobState.QUEUED).count() == 1


def test_what_failed_is_not_tried_again_at_every_look(city: World) -> None:
    edition = let_out(city, handed_in(city))
    Job.objects.filter(kind=filing.KIND).update(state=JobState.FAILED, finished_at=timezone.now())

    assert filing.ask_for_lacking_files() == 0
    Job.objects.filter(kind=filing.KIND).update(finished_at=timezone.now() - timedelta(hours=7))
    assert filing.ask_for_lacking_files() == 1
    assert not edition.files.exists()


def test_edition_that_is_taken_back_has_no_files_any_more(city: World) -> None:
    edition = made(city)

    publishing.withdraw_edition(edition=edition, reason="Falsche Jahre.", by=city.frida)

    assert not EditionFile.objects.exists()
    assert Client().get(address_of(edition, "de.pdf")).status_code == 302
    page = Client().get(address_of(edition))
    assert page.status_code == 410
    assert "dateien/" not in page.content.decode()


def test_files_of_an_edition_under_embargo_wait_with_it(city: World) -> None:
    edition = handed_in(city)
    later = timezone.now() + timedelta(days=2)
    publishing.decide_edition(
        edition=edition,
        decision=publishing.Decision(is_approved=True, embargo_until=later),
        content_hash=edition.content_hash,
        by=city.frida,
    )
    run_jobs()

    assert edition.files.count() == ALL
    assert Client().get(address_of(edition, "de.pdf")).status_code == 404
    Edition.objects.update(published_at=timezone.now())
    assert Client().get(address_of(edition, "de.pdf")).status_code == 200


def test_files_for_the_council_are_there_for_the_council_alone(city: World) -> None:
    edition = made(city, handed_in(city, begun(city, readers=Readers.COUNCIL)))

    inside = client_of(city.bert).get(address_of(edition, "de.pdf"))
    assert inside.status_code == 200
    assert inside.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in inside.headers
    assert Client().get(address_of(edition, "de.pdf")).status_code == 404
    assert "dateien/de.pdf" in page_of(edition, client_of(city.bert))


@pytest.mark.parametrize("name", ["fr.pdf", "de.exe", "de.", "..pdf"])
def test_other_names_are_not_there(city: World, name: str) -> None:
    assert Client().get(address_of(made(city), name)).status_code == 404
