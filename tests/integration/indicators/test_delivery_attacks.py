# SPDX-License-Identifier: EUPL-1.2
"""Files that are no tables, uploads of strangers, fields that nobody offered: what an attacker sends to a desk."""

import tempfile
import tracemalloc

import pytest
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.models import Delivery, DeliveryFile, Source
from indicators.services.deliveries import drafting
from indicators.services.deliveries.storing import Upload
from tests.factories.desk import client_of, csv_file, new_delivery, post, submitted, url_of
from tests.factories.register import FILE, build_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db

TABLE = FILE.encode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">'
ENTITY = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


kept_city = standing(build_city)


@pytest.mark.check("C056", "C069")
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SVG + b"<script>alert(1)</script></svg>", "not_text"),
        (SVG + b"\n<!--\n" + TABLE + b"-->\n</svg>", "not_text"),
        (b"\xef\xbb\xbf \n" + SVG + b"\n" + TABLE, "not_text"),
        (SVG.upper() + b"\n" + TABLE, "not_text"),
        ((SVG.decode() + "\n" + FILE).encode("utf-16"), "not_text"),
        (b'<?xml version="1.0"?>' + ENTITY + SVG + b"<foreignObject>&x;</foreignObject></svg>", "not_text"),
        (b"<!-- x --><html><script>alert(1)</script></html>\n" + TABLE, "not_text"),
        (b"<script>alert(1)</script>\n" + TABLE, "not_text"),
        (b"GIF89a/*\n" + TABLE + b"*/=1;alert(1)", "not_text"),
        (b"\x89PNG\r\n\x1a\n" + TABLE, "not_text"),
        (b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00" + TABLE, "not_text"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + TABLE, "not_text"),
        (b"II*\x00" + TABLE, "not_text"),
        (b"%PDF-1.7\n" + TABLE, "not_text"),
        (b"BM\x00\x00" + TABLE, "control_character"),
    ],
)
def test_image_or_page_that_comes_as_figures_is_refused_by_its_content(city: World, content: bytes, code: str) -> None:
    delivery = new_delivery(city, city.anna, SimpleUploadedFile("logo.csv", content, content_type="text/csv"))

    problem = delivery.files.get().problem
    page = client_of(city.anna).get(url_of(delivery, "erkennung/")).content.decode()

    assert problem is not None
    assert problem["code"] == f"readers.{code}"
    assert delivery.tables.count() == 0
    assert "<script>alert" not in page
    assert "onload=" not in page


@pytest.mark.check("C069")
def test_what_was_uploaded_is_served_nowhere(city: World) -> None:
    delivery = new_delivery(city, city.anna, SimpleUploadedFile("x.svg", SVG))
    client = client_of(city.anna)

    for path in ("x.svg", "dateien/1/", "dateien/1/x.svg", "dateien/x.svg"):
        assert client.get(url_of(delivery, path)).status_code == 404
    assert client.get("/media/x.svg").status_code == 404


@pytest.mark.check("C083")
def test_fields_that_no_form_offers_change_nothing(city: World) -> None:
    delivery = submitted(city)
    assert delivery.batch is not None
    extra = {
        "state": "released",
        "approved_by": city.emil.pk,
        "created_by": city.emil.pk,
        "organisation": city.other_city.pk,
        "rule": '{"kinds": []}',
        "is_superuser": "1",
    }
    before = Delivery.objects.values().get()

    answers = [
        post(city.emil, delivery, step, extra).status_code
        for step in ("dateien/", "zuordnung/1/", "einreichen/", "verwerfen/", "pruefung/")
    ]

    assert set(answers) <= {409, 422}
    assert Delivery.objects.values().get() == before
    assert delivery.batch.signatures.count() == 0


@pytest.mark.check("C084")
@pytest.mark.parametrize("number", [0, -1, 10**12, "1 OR 1=1", "\x00", "١"])
def test_source_of_others_is_refused_like_one_that_does_not_exist(city: World, number: int | str) -> None:
    foreign = Source.objects.create(
        organisation=city.other_city, slug="fremd", title="Fremd", licence_id=Source.objects.get().licence_id
    )
    client, fields = client_of(city.anna), {"title": "x", "uploads": [csv_file()]}

    given = client.post("/musterstadt/lieferungen/neu/", {**fields, "source": number})
    theirs = client.post("/musterstadt/lieferungen/neu/", {**fields, "source": foreign.pk, "uploads": [csv_file()]})

    assert (given.status_code, theirs.status_code) == (422, 422)
    assert list(given.context["form"].errors) == list(theirs.context["form"].errors) == ["source"]
    assert "Fremd" not in theirs.content.decode()
    assert not Delivery.objects.exists()


def test_file_of_somebody_who_is_not_signed_in_is_not_even_stored(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    original = tempfile.NamedTemporaryFile

    def make(*args: object, **_: object) -> object:
        made.append(args)
        return original()

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", make)

    answer = Client().post("/musterstadt/lieferungen/neu/", {"title": "x", "uploads": [csv_file("x" * 100_000)]})

    assert answer.status_code == 302
    assert made == []
    assert not DeliveryFile.objects.exists()


def test_memory_of_an_upload_does_not_grow_with_its_files(city: World) -> None:
    source = Source.objects.get(organisation=city.city)
    size = 12 * 1024 * 1024
    with tempfile.NamedTemporaryFile() as large:
        large.truncate(size)
        files = [Upload(f"{number}.csv", File(large)) for number in range(3)]
        tracemalloc.start()
        delivery = drafting.create_delivery(source=source, title="Groß", files=files, by=city.anna)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak < 3 * 1024 * 1024
    stored = list(delivery.files.all())
    assert [(file.size, len(bytes(file.content))) for file in stored] == [(size, size)] * 3
    assert len({file.sha256 for file in stored}) == 1


def test_content_arrives_byte_for_byte(city: World) -> None:
    content = bytes(range(256)) * 1000
    source = Source.objects.get(organisation=city.city)

    delivery = drafting.create_delivery(source=source, title="x", files=[Upload("x.csv", content)], by=city.anna)

    assert bytes(delivery.files.get().content) == content
