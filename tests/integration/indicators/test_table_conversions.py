# SPDX-License-Identifier: EUPL-1.2
"""What readers see on other boundaries where a published table is in force: by its shares, marked, and gone with it."""

from datetime import date

import pytest

from indicators.models import Conversion, Release
from indicators.services.converting.following import CONVERT, follow_releases, state_of
from indicators.services.converting.ground import ways_of
from sozialplanung.common.statuses import Flag, Status
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.services import run_inline
from spatial.models import Crosswalk
from spatial.selectors.crosswalks import crosswalk_content, crosswalks_of
from tests.factories.drawnanew import NEWER, build_drawn_anew, convert
from tests.factories.register import EDITION
from tests.factories.tablebringer import HEAD as TABLE_HEAD
from tests.factories.tablebringer import ROWS, brought, decided, in_force, withdrawn
from tests.factories.world import World
from tests.factories.yearlycity import HEAD
from tests.integration.indicators.test_conversions import told

pytestmark = pytest.mark.django_db
BY_PEOPLE = [(1000, 0, 0), (400, 0, Flag.ESTIMATED), (100, 0, Flag.ESTIMATED), (800, 0, 0), (700, 0, 0)]


def test_counts_are_taken_apart_by_the_table_and_kept_to_the_unit(world: World) -> None:
    build_drawn_anew(world)

    in_force(world)
    convert(world)

    assert told(world, "einwohner", NEWER) == [
        (1000, Status.OK, 0),
        (300, Status.OK, Flag.ESTIMATED),
        (200, Status.OK, Flag.ESTIMATED),
        (800, Status.OK, 0),
        (700, Status.OK, 0),
    ]
    assert [value for value, *_ in told(world, "kinder", NEWER)] == [200, 54, 36, 120, 30]
    # Back the parts are whole areas: exact, whatever the table says.
    assert [(value, flags) for value, _, flags in told(world, "kinder", EDITION)][1] == (90, Flag.REAGGREGATED)


def test_the_crosswalk_names_its_table_and_its_people_on_its_level_and_above(world: World) -> None:
    build_drawn_anew(world)
    in_force(world)
    convert(world)

    rows = {row.level: row for row in crosswalks_of(world.city)}

    assert {row.base for row in rows.values()} == {"table"}
    table = rows["bezirk"].described["table"]
    assert (table["title"], table["level"]) == ("Umsteigetabelle 2020 auf 2021", "viertel")
    assert rows["viertel"].described["older"]["indicator"] == "einwohner"
    above = crosswalk_content(rows["bezirk"].id).pieces
    assert above.base.tolist() == pytest.approx([1500, 1500])


def test_counts_on_pieces_are_the_base_themselves(world: World) -> None:
    build_drawn_anew(world)
    rows = TABLE_HEAD + "11;11;9\n12;13;30\n12;14;10\n21;21;8\n22;22;0\n"

    in_force(world, rows, kind="addresses")
    convert(world)

    assert [value for value, *_ in told(world, "einwohner", NEWER)] == [1000, 375, 125, 800, 700]
    (row,) = (row for row in crosswalks_of(world.city) if row.level == "viertel")
    assert row.described.keys() == {"table"}
    assert crosswalk_content(row.id).pieces.base[:4].tolist() == pytest.approx([9, 30, 10, 8])


def test_without_people_the_shares_weigh_the_ground(world: World) -> None:
    build_drawn_anew(world, knows_people=False)

    in_force(world)
    convert(world)

    assert [value for value, *_ in told(world, "einwohner", NEWER)] == [1000, 300, 200, 800, 700]
    (row,) = (row for row in crosswalks_of(world.city) if row.level == "viertel")
    assert (row.base, set(row.described)) == ("table", {"table"})


def test_ranges_are_as_old_as_the_table_there_and_as_its_people_back(world: World) -> None:
    build_drawn_anew(world)
    in_force(world)
    convert(world)

    ways = {
        (way.source.edition, way.target.edition): way for way in ways_of(world.city) if way.source.level == "viertel"
    }

    assert ways[EDITION, NEWER].people_on == date(2020, 6, 30)
    assert ways[NEWER, EDITION].people_on == date(2020, 12, 31)


def test_an_area_that_the_table_sends_whole_is_exact_though_the_ground_says_otherwise(world: World) -> None:
    build_drawn_anew(world)

    in_force(world, TABLE_HEAD + "11;11;1\n12;13;1\n21;21;1\n22;22;1\n")
    convert(world)

    assert told(world, "einwohner", NEWER)[1:3] == [(500, Status.OK, 0), (None, Status.NOT_COMPARABLE, 0)]


def test_what_is_hidden_stays_hidden_in_all_parts_that_the_table_names(world: World) -> None:
    build_drawn_anew(world, early=HEAD + "11;1.000;200\n12;500;2\n21;800;120\n22;700;30\n")

    in_force(world, ROWS.replace("11;11;1\n", "11;11;0,9\n11;13;0,1\n"))
    convert(world)

    statuses = [status for _, status, _ in told(world, "kinder", NEWER)]
    assert Release.objects.filter(indicator__slug="kinder").exists()
    assert statuses[1:3] == [Status.SUPPRESSED] * 2


def test_the_sweeper_asks_anew_for_every_turn_of_a_table_and_people_come_back(world: World) -> None:
    build_drawn_anew(world)
    follow_releases()
    before = state_of(world.city)

    table = in_force(world)
    asked = [follow_releases()]
    for job in Job.objects.filter(kind=CONVERT):
        run_inline(job=job)
    asked.append(follow_releases())
    with_table = told(world, "einwohner", NEWER)
    withdrawn(world.frida, table, "Falsch.")
    asked.append(follow_releases())
    convert(world)

    assert asked == [1, 0, 1]
    assert with_table[1][0] == 300
    assert [row[:1] + row[2:] for row in told(world, "einwohner", NEWER)] == [row[:1] + row[2:] for row in BY_PEOPLE]
    assert state_of(world.city) != before
    numbers = Crosswalk.objects.filter(older__level__slug="viertel").order_by("number")
    assert list(numbers.values_list("base", "is_current")) == [("persons", False), ("table", False), ("persons", True)]


def test_a_table_that_waits_or_was_refused_changes_nothing(world: World) -> None:
    build_drawn_anew(world)
    before = state_of(world.city)

    table = brought(world.anna)
    assert (state_of(world.city), convert(world)) == (before, 0)
    decided(world.frida, table, "refuse", "Von wann?")
    assert (state_of(world.city), convert(world)) == (before, 0)


@pytest.mark.parametrize(("day", "teaches"), [("2021-12-31", False), ("2022-01-01", False), ("2021-06-30", True)])
def test_people_of_the_count_that_a_table_was_made_of_are_no_test_of_it(world: World, day: str, teaches: bool) -> None:
    build_drawn_anew(world)
    later = Release.objects.get(
        indicator__slug="einwohner", boundary_version__edition=NEWER, boundary_version__level__slug="viertel"
    )

    in_force(world, counted_on=day)
    convert(world)

    carried = Conversion.objects.get(
        release__indicator__slug="einwohner",
        boundary_version__edition=NEWER,
        boundary_version__level__slug="viertel",
    )
    assert (later.pk in carried.taught_by) is teaches
