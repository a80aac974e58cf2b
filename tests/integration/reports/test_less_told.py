# SPDX-License-Identifier: EUPL-1.2
"""What newer releases tell less of, and what was taken back once, old editions do not tell on."""

from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from indicators.models import Release, ReleaseChange, ReleaseState
from indicators.rendering.slices import ChangeNote, SliceSummary, decode, encode, slice_hash
from indicators.services.releasing.changes import record_changes
from reports.models import Edition, EditionPin
from reports.selectors.gone import gone_behind
from reports.selectors.prepared import gone_among
from sozialplanung.common.statuses import Status
from tests.factories.editions import handed_in, let_out, withdraw_figures
from tests.factories.notedcity import NEW, build_noted_city, staged_year
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
kept_city = standing(build_noted_city)
GONE = "Dieser Teil wird nicht mehr gezeigt"


@pytest.fixture
def edition(city: World) -> Edition:
    made = let_out(city, handed_in(city))
    cache.clear()
    return made


def page_of(edition: Edition) -> str:
    answer = Client().get(f"/b/{edition.publication.slug}/{edition.path}/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def pinned(edition: Edition) -> Release:
    """Return the release of a share that the edition rests on and that is in force."""
    rows = Release.objects.filter(
        pk__in=EditionPin.objects.filter(edition=edition).values("release_id"),
        indicator__slug="anteil",
        boundary_version__level__slug="viertel",
        state=ReleaseState.PUBLISHED,
    )
    return rows.order_by("-period__start")[0]


def followed(release: Release, payload: bytes, *, is_redefined: bool = False) -> Release:
    """Let another release take the place of one, as the releasing does."""
    Release.objects.filter(pk=release.pk).update(state=ReleaseState.SUPERSEDED, ended_at=timezone.now())
    later = Release.objects.get(pk=release.pk)
    later.pk, later.number, later.state, later.ended_at = None, release.number + 1, ReleaseState.PUBLISHED, None
    later.payload, later.content_hash = payload, slice_hash(payload)
    later._state.adding = True
    later.save()
    if is_redefined:
        # Compared as one of another definition, without one being written.
        later.definition_id = 0
    record_changes([(later, release)])
    return later


def without(release: Release, *names: str) -> bytes:
    """Return what a release says without some of its numbers."""
    content = decode(bytes(release.payload))
    assert set(names) <= set(content.numbers)
    numbers = {name: band for name, band in content.numbers.items() if name not in names}
    return encode(replace(content, numbers=numbers))


def test_counts_that_a_newer_release_keeps_secret_are_in_no_old_edition(edition: Edition) -> None:
    release = pinned(edition)
    assert GONE not in page_of(edition)

    later = followed(release, without(release, "numerator", "denominator"))

    change = ReleaseChange.objects.get(release=later)
    assert (change.counts["gone"], change.counts["lost"] > 0) == (0, True)
    assert GONE in page_of(edition)
    assert release.pk in gone_behind(edition.pk)
    assert gone_among([release.pk, later.pk]) == {release.pk}


def test_newer_figures_that_tell_as_much_leave_an_old_edition_as_it_was(edition: Edition) -> None:
    release = pinned(edition)
    content = decode(bytes(release.payload))
    change = content.numbers["change"]
    other = {**content.numbers, "change": replace(change, values=change.values + 1)}

    followed(release, encode(replace(content, numbers=other)))

    assert GONE not in page_of(edition)
    assert "Seitdem wurden einige Werte berichtigt." in page_of(edition)


def test_values_that_a_release_of_another_definition_hides_are_in_no_old_edition(edition: Edition) -> None:
    release = pinned(edition)
    content = decode(bytes(release.payload))
    value = content.numbers["value"]
    nothing = replace(
        content,
        status=np.full(content.size, Status.SUPPRESSED, dtype=np.uint8),
        flags=np.zeros(content.size, dtype=np.uint8),
        numbers={"value": replace(value, values=np.full(content.size, np.nan))},
        codes={},
        summary=SliceSummary(),
        change=ChangeNote(),
    )
    later = followed(release, encode(nothing), is_redefined=True)

    assert ReleaseChange.objects.get(release=later).kind == "redefined"
    assert GONE in page_of(edition)


def test_figures_that_were_taken_back_do_not_return_with_corrected_ones(city: World, edition: Edition) -> None:
    release = pinned(edition)
    withdraw_figures(city, NEW)
    assert GONE in page_of(edition)

    staged_year(city, NEW, "220")

    cell = Release.objects.filter(
        indicator=release.indicator, period=release.period, boundary_version=release.boundary_version
    )
    assert cell.filter(state=ReleaseState.PUBLISHED, audience=release.audience).exists()
    page = page_of(edition)
    assert GONE in page
    assert "<td" not in page
    assert release.pk in gone_behind(edition.pk)


def test_what_only_went_along_with_others_returns_with_what_comes_in_its_place(edition: Edition) -> None:
    release = pinned(edition)
    later = followed(release, bytes(release.payload))
    Release.objects.filter(pk=release.pk).update(state=ReleaseState.WITHDRAWN, is_taken_along=True)

    assert ReleaseChange.objects.get(release=later).counts["lost"] == 0
    assert GONE not in page_of(edition)
