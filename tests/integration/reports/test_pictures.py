# SPDX-License-Identifier: EUPL-1.2
"""Pictures brought along: private until an edition with them is out, then for its readers, in every format."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import etree, html
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from reports.errors import PublicationError
from reports.models import Edition, EditionPicture, Picture, Publication, Readers
from reports.rendering.composition import (
    PICTURE,
    TEXT,
    Composition,
    CompositionError,
    Panel,
    Part,
    lacking,
    read_composition,
    to_json,
)
from reports.services import bringing, composing, publishing
from tests.factories.desk import client_of, run_jobs
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.notedcity import build_noted_city
from tests.factories.office import xml
from tests.factories.pdfua import problems
from tests.factories.photographs import CAMERA, PLACE, bomb, drawing, moving, photograph
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
SEEN = "Kinder spielen im neuen Park an der Müllerstraße."
CAPTION = "Der Park nach dem Umbau"
CREDIT = "Anna Beispiel, CC BY 4.0"
WORDS = {"alternative": SEEN, "caption": CAPTION, "credit": CREDIT, "width": "full", "title": ""}
kept_city = standing(build_noted_city)


def with_picture(city: World, content: bytes = b"", *, readers: Readers = Readers.PUBLIC) -> Publication:
    """Return a dashboard with a picture that somebody brought along."""
    row = begun(city, Composition(parts=(Part("part1", "Der Park"),)), readers=readers)
    kept = bringing.bring_picture(publication=row, content=content or photograph(), by=city.bert)
    panels = (Panel("panel1", TEXT, text="So sieht er aus."), shown(kept))
    content_now = Composition(parts=(Part("part1", "Der Park", panels),))
    return composing.save_composition(publication=row, composition=content_now, revision=0, by=city.bert)


def shown(kept: Picture) -> Panel:
    return Panel("panel2", PICTURE, picture=kept.content_hash, alternative=SEEN, caption=CAPTION, credit=CREDIT)


def out(city: World, **more: Readers) -> Edition:
    return let_out(city, handed_in(city, with_picture(city, **more)))  # type: ignore[arg-type]


def address_of(edition: Edition) -> str:
    (use,) = edition.pictures.all()
    place = f"/b/{edition.publication.slug}/{edition.path}/"
    return f"{place}bild/{use.picture.content_hash}.{use.picture.kind}"


def upload(content: bytes, name: str = "park.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_planner_brings_a_picture_by_form_and_what_is_kept_tells_no_place(city: World) -> None:
    row, bert = begun(city, Composition(parts=(Part("part1", "Der Park"),))), client_of(city.bert)
    form = f"{DESK}{row.uuid}/feld/?teil=part1&art=picture"
    assert 'enctype="multipart/form-data"' in bert.get(form).content.decode()

    saved = bert.post(form, {**WORDS, "revision": 0, "file": upload(photograph())})

    assert saved.status_code == 302
    row.refresh_from_db()
    (panel,) = row.content.panels()
    kept = row.pictures.get()
    assert (panel.kind, panel.picture, panel.alternative) == (PICTURE, kept.content_hash, SEEN)
    assert hashlib.sha256(bytes(kept.content)).hexdigest() == kept.content_hash
    assert CAMERA.encode() not in bytes(kept.content)
    assert PLACE.encode() not in bytes(kept.content)
    preview = html.fromstring(bert.get(f"{DESK}{row.uuid}/vorschau/").content.decode())
    (picture,) = preview.xpath("//img[contains(@src, 'bild/')]")
    assert picture.get("alt") == SEEN
    sent = bert.get(f"{DESK}{row.uuid}/vorschau/{picture.get('src')}")
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "image/jpeg")
    assert sent.content == bytes(kept.content)
    again = html.fromstring(bert.get(f"{DESK}{row.uuid}/feld/{panel.name}/").content.decode())
    assert bert.get(again.xpath("//main//img/@src")[0]).status_code == 200
    changed = bert.post(
        f"{DESK}{row.uuid}/feld/{panel.name}/",
        {**WORDS, "caption": "Neu", "revision": 1, "picture": kept.content_hash},
    )
    assert changed.status_code == 302
    row.refresh_from_db()
    assert row.content.panels()[0].caption == "Neu"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7", "Diese Datei ist kein Bild in PNG, JPEG oder WebP."),
        (moving("GIF"), "Diese Datei ist kein Bild in PNG, JPEG oder WebP."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG-Dateien können Programme enthalten"),
        (moving("WEBP"), "Dieses Bild bewegt sich."),
        (bomb(), "Dieses Bild hat mehr als 50 Millionen Bildpunkte."),
        (drawing()[:60], "Dieses Bild ist beschädigt"),
        (b"\0" * (15 * 1024 * 1024 + 1), "Diese Datei ist größer als 15 MB."),
        (b"", "ist leer."),
    ],
)
def test_every_bad_file_is_told_in_a_sentence_beside_its_field(city: World, content: bytes, told: str) -> None:
    row, bert = begun(city, Composition(parts=(Part("part1", "Der Park"),))), client_of(city.bert)

    answer = bert.post(
        f"{DESK}{row.uuid}/feld/?teil=part1&art=picture", {**WORDS, "revision": 0, "file": upload(content, "park.png")}
    )

    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert told in page
    assert told in html.fromstring(page).xpath("string(//div[contains(@class, 'field')][.//input[@type='file']])")
    assert not row.pictures.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"alternative": "Dekoration"}, "„Dekoration“ ist kein Alternativtext"),
        ({"alternative": "Park"}, "mindestens 15 Zeichen"),
        ({"alternative": "park.jpg ist der Name der Datei"}, "Das ist der Name einer Datei."),
        ({"alternative": ""}, "Was ist zu sehen?"),
        ({"credit": ""}, "Quelle und Lizenz"),
    ],
)
def test_picture_is_kept_while_words_are_missing_and_not_chosen_twice(
    city: World, words: dict[str, str], told: str
) -> None:
    row, bert = begun(city, Composition(parts=(Part("part1", "Der Park"),))), client_of(city.bert)
    form = f"{DESK}{row.uuid}/feld/?teil=part1&art=picture"

    answer = bert.post(form, {**WORDS, **words, "revision": 0, "file": upload(drawing(), "park.png")})

    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert told in page
    kept = row.pictures.get()
    assert f'value="{kept.content_hash}"' in page
    saved = bert.post(form, {**WORDS, "revision": 0, "picture": kept.content_hash})
    assert saved.status_code == 302


def test_picture_of_another_dashboard_and_none_at_all_are_no_choice(city: World) -> None:
    other = with_picture(city).pictures.get()
    row, bert = begun(city, Composition(parts=(Part("part1", "Der Park"),))), client_of(city.bert)
    form = f"{DESK}{row.uuid}/feld/?teil=part1&art=picture"

    for digest in (other.content_hash, "", "0" * 64, "../../etc"):
        answer = bert.post(form, {**WORDS, "revision": 0, "picture": digest})
        assert answer.status_code == 422
        assert "Wählen Sie ein Bild." in unescape(answer.content.decode()) or "picture" in answer.content.decode()
    assert bert.get(f"{DESK}{row.uuid}/vorschau/bild/{other.content_hash}.jpeg").status_code == 404


def test_nobody_but_its_planners_sees_a_picture_before_its_edition_is_out(city: World) -> None:
    row = with_picture(city)
    waiting = handed_in(city, row)
    kept = row.pictures.get()
    name = f"bild/{kept.content_hash}.{kept.kind}"

    for client in (Client(), client_of(city.clara), client_of(city.dora)):
        assert client.get(f"{DESK}{row.uuid}/vorschau/{name}").status_code in {302, 404}
        assert client.get(f"/b/{row.slug}/{waiting.path}/{name}").status_code == 404
    assert client_of(city.bert).get(f"{DESK}{row.uuid}/vorschau/{name}").status_code == 200
    assert client_of(city.frida).get(f"{DESK}ausgaben/{waiting.uuid}/{name}").status_code == 200
    # She reads what waits.
    assert client_of(city.clara).get(f"{DESK}ausgaben/{waiting.uuid}/{name}").status_code == 200
    assert Client().get(f"{DESK}ausgaben/{waiting.uuid}/{name}").status_code == 302


def test_everybody_reads_it_under_its_edition_and_nowhere_else(city: World) -> None:
    edition = out(city)
    address = address_of(edition)

    sent = Client().get(address)

    kept = Picture.objects.get()
    assert sent.content == bytes(kept.content)
    assert sent.headers["Content-Type"] == "image/jpeg"
    assert sent.headers["ETag"] == f'"{kept.content_hash}"'
    assert "immutable" not in sent.headers["Cache-Control"]
    assert Client().get(address, headers={"If-None-Match": sent.headers["ETag"]}).status_code == 304
    page = html.fromstring(Client().get(f"/b/{edition.publication.slug}/{edition.path}/").content.decode())
    (picture,) = page.xpath("//img[contains(@src, 'bild/')]")
    assert address.endswith(picture.get("src"))
    assert picture.get("alt") == SEEN
    assert CREDIT in page.text_content()
    for wrong in (address.replace(".jpeg", ".png"), address.replace(kept.content_hash[:4], "0000"), f"{address}x"):
        assert Client().get(wrong).status_code == 404
    for guessed in (f"/media/{kept.content_hash}.jpeg", f"/static/{kept.content_hash}.jpeg"):
        assert Client().get(guessed).status_code == 404


def test_picture_for_the_council_is_there_for_the_council_alone(city: World) -> None:
    address = address_of(out(city, readers=Readers.COUNCIL))

    assert Client().get(address).status_code == 404
    assert client_of(city.dora).get(address).status_code == 404
    told = client_of(city.clara).get(address)
    assert told.status_code == 200
    assert "no-store" in told.headers["Cache-Control"]
    assert "ETag" not in told.headers


def test_picture_of_an_edition_that_was_taken_back_is_gone(city: World) -> None:
    edition = out(city)
    address = address_of(edition)
    tag = Client().get(address).headers["ETag"]

    publishing.withdraw_edition(edition=edition, reason="Ohne Erlaubnis gezeigt.", by=city.frida)

    assert Client().get(address).status_code == 410
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 410
    assert Client().get(address).content == b""


def test_embargo_holds_for_pictures_too(city: World) -> None:
    edition = handed_in(city, with_picture(city))
    decision = publishing.Decision(is_approved=True, embargo_until=timezone.now() + timedelta(hours=1))
    publishing.decide_edition(edition=edition, decision=decision, content_hash=edition.content_hash, by=city.frida)

    assert Client().get(address_of(edition)).status_code == 404


def test_another_picture_is_another_edition_to_decide_on(city: World) -> None:
    row = with_picture(city)
    first = handed_in(city, row)
    publishing.decide_edition(
        edition=first,
        decision=publishing.Decision(is_approved=False, comment="Anderes Bild, bitte."),
        content_hash=first.content_hash,
        by=city.frida,
    )
    row.refresh_from_db()
    other = bringing.bring_picture(publication=row, content=drawing(), by=city.bert)
    content = Composition(parts=(Part("part1", "Der Park", (row.content.panels()[0], shown(other))),))
    composing.save_composition(publication=row, composition=content, revision=row.revision, by=city.bert)

    second = handed_in(city, row)

    assert second.content_hash != first.content_hash
    assert [use.picture_id for use in second.pictures.all()] == [other.pk]


def _docx(content: bytes) -> str:
    return str(docx.Document(io.BytesIO(content)).element.xml)


def _odt(content: bytes) -> str:
    return str(etree.tostring(xml(content, "content.xml"), encoding="unicode"))


def _pptx(content: bytes) -> str:
    slides = Presentation(io.BytesIO(content)).slides
    return " ".join(shape._element.xml for slide in slides for shape in slide.shapes)


def _xlsx(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    return " ".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)


def _zip(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert [name for name in archive.namelist() if name.endswith(".jpeg")]
        return archive.read("README.txt").decode()


def _session(content: bytes) -> str:
    page = content.decode()
    assert re.search(r'<img src="data:image/jpeg;base64,[A-Za-z0-9+/=]+"', page)
    assert "img-src data:;" in page
    return unescape(page)


def _alternatives(content: bytes) -> set[str]:
    read = PdfReader(io.BytesIO(content))
    trailer: Any = read.trailer
    things: list[Any] = [read.get_object(number) for number in range(1, int(trailer["/Size"]))]
    return {str(thing["/Alt"]) for thing in things if isinstance(thing, dict) and "/Alt" in thing}


FORMATS: Mapping[str, Callable[[bytes], str]] = {
    "docx": _docx,
    "odt": _odt,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "zip": _zip,
    "html": _session,
}


def test_every_file_holds_the_picture_with_its_words_and_nothing_of_the_camera(city: World) -> None:
    edition = out(city)
    run_jobs()
    files = {each.format: bytes(each.content) for each in edition.files.filter(language="de")}

    for kind, read in FORMATS.items():
        text = read(files[kind])
        assert SEEN in text, kind
        assert CREDIT in text, kind
        assert CAMERA not in text, kind
    assert problems(files["pdf"]) == ()
    assert SEEN in _alternatives(files["pdf"])


def test_sweeper_removes_what_nobody_used_and_nothing_else(city: World) -> None:
    used, row = out(city), with_picture(city, drawing())
    forgotten = bringing.bring_picture(publication=row, content=drawing("JPEG"), by=city.bert)
    fresh = bringing.bring_picture(publication=row, content=drawing("WEBP", (30, 30)), by=city.bert)
    long_ago = timezone.now() - 2 * bringing.UNUSED_FOR
    Picture.objects.exclude(pk=fresh.pk).update(brought_at=long_ago)

    assert bringing.remove_unused_pictures() == 1

    left = set(Picture.objects.values_list("pk", flat=True))
    assert forgotten.pk not in left
    assert {fresh.pk, used.pictures.get().picture_id, row.pictures.exclude(pk=fresh.pk).get().pk} == left


def test_picture_stays_while_its_panel_can_be_brought_back(city: World) -> None:
    row = with_picture(city)
    bare = Composition(parts=(Part("part1", "Der Park"),))
    composing.save_composition(publication=row, composition=bare, revision=row.revision, by=city.bert)
    Picture.objects.update(brought_at=timezone.now() - 2 * bringing.UNUSED_FOR)

    assert bringing.remove_unused_pictures() == 0
    row.versions.all().delete()
    assert bringing.remove_unused_pictures() == 1


def test_there_is_room_for_a_hundred_pictures_and_each_is_kept_once(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "MOST_PICTURES", 1)
    row = with_picture(city)

    same = bringing.bring_picture(publication=row, content=photograph(), by=city.bert)
    with pytest.raises(PublicationError) as refused:
        bringing.bring_picture(publication=row, content=drawing(), by=city.bert)

    assert refused.value.code == "reports.picture_many"
    assert row.pictures.get() == same


def test_composition_names_a_picture_by_its_hash_and_needs_its_words() -> None:
    whole = Panel("panel1", PICTURE, picture="a" * 64, alternative=SEEN, credit=CREDIT)

    assert lacking(Composition(parts=(Part("part1", "Teil", (whole,)),))) == ()
    for less in (replace(whole, picture=""), replace(whole, alternative=" "), replace(whole, credit="")):
        assert lacking(Composition(parts=(Part("part1", "Teil", (less,)),))) == ("panel1",)
    wrong = Composition(parts=(Part("part1", "Teil", (replace(whole, picture="../x"),)),))
    with pytest.raises(CompositionError):
        read_composition(to_json(wrong))


def test_edition_names_its_pictures_for_good(city: World) -> None:
    edition = out(city)

    (use,) = EditionPicture.objects.filter(edition=edition)
    assert use.picture.content_hash in str(edition.composition)
