# SPDX-License-Identifier: EUPL-1.2
"""What readers see on other boundary versions: made from released figures, marked, and gone with them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indicators.models import Conversion, Release
from indicators.selectors.conversions import contents_of, conversions_of, convertible_editions
from indicators.services.converting.following import CONVERT, follow_releases, request_conversions, state_of
from indicators.services.converting.making import METHOD
from indicators.services.releasing.withdrawing import withdraw_release
from sozialplanung.audit.models import Event
from sozialplanung.common.statuses import Flag, Status
from sozialplanung.jobs import services as jobs
from sozialplanung.jobs.models import Job, JobState
from sozialplanung.jobs.services import run_inline
from spatial.models import Crosswalk
from spatial.selectors.crosswalks import crosswalks_of
from tests.factories.drawnanew import EARLY, LATE, NEWER, build_drawn_anew, convert
from tests.factories.register import EDITION, build_city
from tests.factories.world import World
from tests.factories.yearlycity import FIRST, HEAD, SECOND, deliver, refresh

pytestmark = pytest.mark.django_db


def told(world: World, indicator: str, edition: str, level: str = "viertel") -> list[tuple[float | None, int, int]]:
    """Return value, status and flags of each area of the one period that was carried to an edition."""
    (ref,) = conversions_of(world.city, indicator=indicator, edition=edition, level=level)
    content = contents_of([ref])[ref.id]
    values = content.numbers["value"].values.tolist()
    shown = [None if value != value else value for value in values]  # noqa: PLR0124 - NaN is not itself
    return list(zip(shown, content.status.tolist(), content.flags.tolist(), strict=True))


def test_counts_of_before_stand_on_the_boundaries_of_today_by_the_people_who_live_there(world: World) -> None:
    build_drawn_anew(world)

    assert told(world, "einwohner", NEWER) == [
        (1000, Status.OK, 0),
        (400, Status.OK, Flag.ESTIMATED),
        (100, Status.OK, Flag.ESTIMATED),
        (800, Status.OK, 0),
        (700, Status.OK, 0),
    ]
    # Districts went on; that they were summed from quarters is still said.
    assert told(world, "einwohner", NEWER, "bezirk") == [(1500, Status.OK, Flag.REAGGREGATED)] * 2


def test_counts_of_today_stand_on_the_boundaries_of_before_as_exact_sums(world: World) -> None:
    build_drawn_anew(world)

    values = [(value, flags) for value, _, flags in told(world, "kinder", EDITION)]
    assert values == [(210, 0), (90, Flag.REAGGREGATED), (120, 0), (65, 0)]


def test_shares_are_computed_anew_from_apportioned_counts(world: World) -> None:
    build_drawn_anew(world)
    (ref,) = conversions_of(world.city, indicator="anteil", edition=NEWER, level="viertel")

    content = contents_of([ref])[ref.id]

    assert content.numbers["numerator"].values.tolist() == [200, 72, 18, 120, 30]
    assert content.numbers["denominator"].values.tolist() == [1000, 400, 100, 800, 700]
    assert content.numbers["value"].values.tolist() == [20, 18, 18, 15, 4.3]
    # Only two parts of one area are known: nobody can say how far they are off.
    assert content.numbers["lower"].values[1:3].tolist() != content.numbers["value"].values[1:3].tolist()
    assert (ref.origin, ref.id < 0, ref.is_converted) == (EDITION, True, True)


def test_without_known_people_the_ground_says_how_an_area_was_cut(world: World) -> None:
    build_drawn_anew(world, knows_people=False)

    assert [value for value, *_ in told(world, "einwohner", NEWER)] == [1000, 250, 250, 800, 700]
    assert {row.base for row in crosswalks_of(world.city)} == {"ground"}


def test_what_readers_may_not_see_of_an_area_is_hidden_in_all_its_pieces(world: World) -> None:
    build_drawn_anew(world, early=HEAD + "11;1.000;200\n12;500;2\n21;800;120\n22;700;30\n")

    statuses = [status for _, status, _ in told(world, "kinder", NEWER)]
    hidden = set(Release.objects.filter(indicator__slug="kinder", period__code=FIRST).values_list("pk", flat=True))

    assert hidden
    assert statuses[1:3] == [Status.SUPPRESSED] * 2


def test_a_withdrawn_figure_takes_its_conversions_along_at_once(world: World) -> None:
    build_drawn_anew(world)
    release = Release.objects.get(
        indicator__slug="kinder", period__code=FIRST, boundary_version__level__slug="viertel", state="published"
    )

    withdraw_release(release_id=release.pk, organisation_id=world.city.pk, by=world.frida, reason="Falsch gezählt.")

    assert conversions_of(world.city, indicator="kinder", edition=NEWER, level="viertel") == ()
    convert(world)
    assert conversions_of(world.city, indicator="kinder", edition=NEWER, level="viertel") == ()
    assert not Conversion.objects.filter(release=release).exists()


def test_figures_that_were_delivered_for_a_version_go_before_conversions(world: World) -> None:
    build_drawn_anew(world)

    deliver(world, FIRST, LATE, NEWER)
    refresh(world)

    # At once, and for good after the next job.
    assert conversions_of(world.city, indicator="einwohner", edition=NEWER) == ()
    convert(world)
    assert not Conversion.objects.filter(boundary_version__edition=NEWER).exists()


def test_the_same_again_changes_nothing(world: World) -> None:
    build_drawn_anew(world)
    before = set(Conversion.objects.values_list("pk", "content_hash"))

    assert convert(world) == 0
    assert set(Conversion.objects.values_list("pk", "content_hash")) == before
    assert Crosswalk.objects.filter(is_current=False).count() == 0


def test_what_an_earlier_way_of_carrying_made_is_made_anew(world: World) -> None:
    build_drawn_anew(world)
    everything = Conversion.objects.count()
    row = Conversion.objects.order_by("pk")[0]
    Conversion.objects.filter(pk=row.pk).update(method=METHOD - 1, content_hash="of another way")

    assert convert(world) == 1

    anew = Conversion.objects.get(release=row.release, boundary_version=row.boundary_version)
    assert (anew.method, anew.content_hash) == (METHOD, row.content_hash)
    assert Conversion.objects.count() == everything


def test_other_people_make_a_new_crosswalk_and_what_follows_from_it(world: World) -> None:
    build_drawn_anew(world)

    deliver(world, SECOND, HEAD + "11;1.000;210\n13;250;80\n14;250;10\n21;800;120\n22;700;65\n", NEWER)
    refresh(world)
    convert(world)

    assert [value for value, *_ in told(world, "einwohner", NEWER)] == [1000, 250, 250, 800, 700]
    numbers = Crosswalk.objects.filter(older__level__slug="viertel").order_by("number")
    assert list(numbers.values_list("number", "is_current")) == [(1, False), (2, True)]


def test_a_city_without_a_second_edition_has_nothing_to_carry(world: World) -> None:
    build_city(world)
    deliver(world, FIRST, EARLY)
    refresh(world)

    assert request_conversions(organisation=world.city, by=world.frida) is None
    assert follow_releases() == 0
    assert convert(world) == 0


def test_the_sweeper_asks_once_for_every_change(world: World) -> None:
    build_drawn_anew(world)

    assert follow_releases() == 1
    assert follow_releases() == 0
    run_inline(job=Job.objects.get(kind=CONVERT))
    assert follow_releases() == 0


def test_state_that_was_there_before_is_made_anew(world: World) -> None:
    build_drawn_anew(world)
    state = state_of(world.city)
    asked = [
        jobs.enqueue(
            kind=CONVERT,
            payload={"organisation": world.city.pk, "state": each},
            by=None,
            organisation=world.city,
        )
        for each in (state, "another")
    ]
    Job.objects.filter(pk__in=[each.pk for each in asked]).update(state=JobState.SUCCEEDED, finished_at=timezone.now())

    assert follow_releases() == 1
    assert follow_releases() == 0


def test_conversions_that_failed_are_tried_again_after_a_while(world: World) -> None:
    build_drawn_anew(world)
    assert follow_releases() == 1
    told = Job.objects.filter(kind=CONVERT)

    told.update(state=JobState.FAILED, finished_at=timezone.now())
    assert follow_releases() == 0

    told.update(finished_at=timezone.now() - timedelta(hours=1))
    assert follow_releases() == 1


def test_who_asks_for_releases_gets_no_conversions_and_names_where_they_are(world: World) -> None:
    build_drawn_anew(world)

    assert convertible_editions(world.city, indicator="einwohner", level="viertel") == (EDITION, NEWER)


def test_the_log_says_what_was_carried_and_how_areas_were_cut(world: World) -> None:
    build_drawn_anew(world)

    carried = Event.objects.get(action="indicators.converted")
    assert carried.details["made"] == Conversion.objects.count()
    built = Event.objects.filter(action="spatial.crosswalk_built")
    assert sorted(built.values_list("subject_label", flat=True)) == [
        f"{level}: {EDITION} → {NEWER}" for level in ("bezirk", "stadt", "viertel")
    ]
