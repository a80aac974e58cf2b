# SPDX-License-Identifier: EUPL-1.2
"""The bytes of a slice: one statement, a strong ETag, nothing for whoever has them, nothing about anyone."""

import gzip
from datetime import date

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Release, ReleaseState
from indicators.rendering.slices import decode, slice_hash
from indicators.selectors.slicebytes import SliceAddress, SliceBytes, slice_bytes_at
from sozialplanung.accounts.models import PersonSession, User
from spatial.models import BoundaryVersion
from spatial.services.versioning import close_edition
from tests.factories.areas import edition, import_city
from tests.factories.releases import Figures, release
from tests.integration.api.addresses import SLICE
from tests.integration.api.conftest import Published

GZIP = {"Accept-Encoding": "gzip, br"}


def _statements() -> CaptureQueriesContext:
    return CaptureQueriesContext(connections["public"])


def _foreign_statements() -> CaptureQueriesContext:
    return CaptureQueriesContext(connections["default"])


def test_slice_is_the_stored_bytes_after_one_statement(published: Published, client: Client) -> None:
    with _statements() as statements, _foreign_statements() as others:
        response = client.get(SLICE, headers=GZIP)

    assert response.status_code == 200
    assert response.content == bytes(published.release.gzipped)
    assert (len(statements), len(others)) == (1, 0)
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert published.release.content_hash in response.headers["ETag"]
    assert not response.headers["ETag"].startswith("W/")
    assert "Accept-Encoding" in response.headers["Vary"]
    assert "Set-Cookie" not in response.headers


def test_client_without_gzip_gets_the_plain_bytes_under_another_tag(published: Published, client: Client) -> None:
    packed, plain = client.get(SLICE, headers=GZIP), client.get(SLICE)

    assert "Content-Encoding" not in plain.headers
    assert plain.content == gzip.decompress(packed.content)
    assert slice_hash(plain.content) == published.release.content_hash
    assert decode(plain.content).key.indicator == "kinderarmut"
    assert plain.headers["ETag"] != packed.headers["ETag"]


@pytest.mark.parametrize("headers", [GZIP, {}])
def test_known_slice_is_told_by_its_hash_alone(published: Published, client: Client, headers: dict[str, str]) -> None:
    tag = client.get(SLICE, headers=headers).headers["ETag"]

    with _statements() as statements:
        response = client.get(SLICE, headers={**headers, "If-None-Match": f'"other", W/{tag}'})

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["ETag"] == tag
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert len(statements) == 1
    assert published.release.content_hash in tag


def test_bytes_of_a_known_slice_do_not_leave_the_database(published: Published) -> None:
    address = SliceAddress("musterstadt", "kinderarmut", "2018-12-31")
    content_hash = published.release.content_hash

    known, unknown = slice_bytes_at(address, ["0" * 64, content_hash]), slice_bytes_at(address, ["0" * 64])

    assert known == SliceBytes(content_hash, None)
    assert unknown == SliceBytes(content_hash, bytes(published.release.gzipped))


def test_tag_of_the_other_coding_does_not_count(published: Published, client: Client) -> None:
    tag = client.get(SLICE).headers["ETag"]

    response = client.get(SLICE, headers={**GZIP, "If-None-Match": tag})

    assert response.status_code == 200
    assert response.content == bytes(published.release.gzipped)


@pytest.mark.check("C051")
def test_newer_release_is_sent_and_a_withdrawn_one_is_gone(published: Published, client: Client) -> None:
    tag = client.get(SLICE, headers=GZIP).headers["ETag"]
    Release.objects.filter(pk=published.release.pk).update(state=ReleaseState.SUPERSEDED)
    newer = release(
        published.kinderarmut, published.version, Figures((1.0, 2.0, 3.0, 4.0)), User.objects.earliest("id")
    )

    changed = client.get(SLICE, headers={**GZIP, "If-None-Match": tag})
    Release.objects.filter(pk=newer.pk).update(state=ReleaseState.WITHDRAWN)
    gone = client.get(SLICE, headers={**GZIP, "If-None-Match": tag})

    assert (changed.status_code, changed.content) == (200, bytes(newer.gzipped))
    assert gone.status_code == 404


def test_finest_level_and_newest_edition_answer_where_none_is_named(published: Published, client: Client) -> None:
    by = User.objects.earliest("id")
    close_edition(organisation=published.city, edition="stand-2020", valid_until=date(2024, 1, 1), by=None)
    import_city(published.city, edition("2024", date(2024, 1, 1)))
    coarse = BoundaryVersion.objects.get(organisation=published.city, level__slug="bezirk", edition="stand-2020")
    newer = BoundaryVersion.objects.get(organisation=published.city, level__slug="viertel", edition="stand-2024")
    release(published.kinderarmut, coarse, Figures((5.0, 6.0)), by)
    wanted = release(published.kinderarmut, newer, Figures((7.0, 8.0, 9.0, 1.0)), by)

    bodies = {
        query: client.get(f"{SLICE}{query}", headers=GZIP).content
        for query in ("", "?level=bezirk", "?edition=stand-2020", "?level=viertel&edition=stand-2020")
    }

    assert bodies[""] == bytes(wanted.gzipped)
    assert decode(gzip.decompress(bodies["?level=bezirk"])).size == 2
    assert bodies["?edition=stand-2020"] == bodies["?level=viertel&edition=stand-2020"]
    assert bodies["?edition=stand-2020"] == bytes(published.release.gzipped)


@pytest.mark.check("C077")
def test_signed_in_people_get_the_same_without_a_look_at_their_session(published: Published, client: Client) -> None:
    anonymous = client.get(SLICE, headers=GZIP)
    client.force_login(User.objects.earliest("id"))
    assert PersonSession.objects.count() == 1

    with _foreign_statements() as others:
        known = client.get(SLICE, headers=GZIP)

    assert len(others) == 0
    assert known.content == anonymous.content
    assert known.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in known.headers["Vary"]
    assert "Set-Cookie" not in known.headers


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?x=1", "query.unknown"),
        ("?level=viertel&level=bezirk", "query.repeated"),
        ("?level=%00", "query.value"),
        (f"?level={'v' * 300}", "query.value"),
    ],
)
def test_malformed_parameters_are_refused(published: Published, client: Client, query: str, code: str) -> None:
    response = client.get(f"{SLICE}{query}")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == code
