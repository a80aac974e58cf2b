# SPDX-License-Identifier: EUPL-1.2
"""All slices of a series as bytes: the released ones in the order of time, a strong ETag, nothing for who has them."""

import gzip

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Release, ReleaseState
from indicators.rendering.seriesbytes import parted
from indicators.rendering.slices import decode
from sozialplanung.accounts.models import User
from tests.factories.releases import Figures, release
from tests.integration.api.addresses import INDICATOR
from tests.integration.api.conftest import Published

GZIP = {"Accept-Encoding": "gzip, br"}
SERIES = f"{INDICATOR}values/series?level=viertel&edition=stand-2020"


def _periods(body: bytes) -> list[str]:
    return [decode(payload).key.period for payload in parted(body)]


def test_series_holds_the_released_slices_as_they_are_stored(published: Published, client: Client) -> None:
    answer = client.get(SERIES, headers=GZIP)

    slices = list(parted(gzip.decompress(answer.content)))
    in_force = Release.objects.filter(
        indicator=published.kinderarmut,
        boundary_version=published.version,
        state=ReleaseState.PUBLISHED,
        audience="public",
    )
    assert slices == [bytes(each.payload) for each in in_force.order_by("period__start")]
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert not answer.headers["ETag"].startswith("W/")
    assert "Set-Cookie" not in answer.headers


def test_known_series_is_told_by_its_hash_alone(published: Published, client: Client) -> None:
    tag = client.get(SERIES, headers=GZIP).headers["ETag"]

    with CaptureQueriesContext(connections["public"]) as statements:
        answer = client.get(SERIES, headers={**GZIP, "If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert not any("payload" in each["sql"] for each in statements.captured_queries)


@pytest.mark.check("C051")
def test_series_changes_with_each_of_its_releases(published: Published, client: Client) -> None:
    by = User.objects.earliest("id")
    before = client.get(SERIES, headers=GZIP)
    release(published.kinderarmut, published.version, Figures((1.0, 2.0, 3.0, 4.0), period="2019-12-31"), by)
    longer = client.get(SERIES, headers={**GZIP, "If-None-Match": before.headers["ETag"]})
    Release.objects.filter(indicator=published.kinderarmut, period__code="2018-12-31").update(
        state=ReleaseState.WITHDRAWN
    )
    shorter = client.get(SERIES, headers={**GZIP, "If-None-Match": longer.headers["ETag"]})

    assert longer.status_code == shorter.status_code == 200
    assert _periods(gzip.decompress(longer.content))[-2:] == ["2018-12-31", "2019-12-31"]
    assert "2018-12-31" not in _periods(gzip.decompress(shorter.content))


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("?level=viertel", 400, "query.missing"),
        ("?edition=stand-2020", 400, "query.missing"),
        ("?level=viertel&edition=stand-2020&period=2018", 400, "query.unknown"),
        ("?level=viertel&edition=stand-1848", 404, "http.not_found"),
        ("?level=block&edition=stand-2020", 404, "http.not_found"),
        ("?level=viertel&edition=stand-2020&converted=true", 404, "http.not_found"),
        ("?level=viertel&edition=stand-2020&converted=no", 400, "query.value"),
    ],
)
def test_what_is_not_there_is_refused(published: Published, client: Client, query: str, status: int, code: str) -> None:
    answer = client.get(f"{INDICATOR}values/series{query}")

    assert answer.status_code == status
    assert answer.json()["code"] == code
