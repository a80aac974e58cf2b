# SPDX-License-Identifier: EUPL-1.2
"""Which groups and periods make up which others."""

import pytest

from indicators.stats.disclosure.families import Family, Group, breakdown_families, period_families
from sozialplanung.common.periods import parse

WOMEN, MEN = (Group(code, "sex", is_part=True) for code in ("w", "m"))
YOUNG, OLD = (Group(code, "age", is_part=True) for code in ("young", "old"))


def crossing(*codes: str) -> Group:
    return Group("-".join(codes), "sex-age", crossed=frozenset(codes))


def test_parts_of_one_dimension_make_up_everybody_and_subsets_do_not() -> None:
    found = breakdown_families([WOMEN, MEN, Group("abroad", "nationality")])

    assert found == (
        Family("", "nationality", ("abroad",), is_complete=False),
        Family("", "sex", ("m", "w"), is_complete=True),
    )
    assert [family.name for family in found] == ["abroad", "sex"]


def test_part_that_was_declared_alone_is_a_subset() -> None:
    assert breakdown_families([WOMEN]) == (Family("", "sex", ("w",), is_complete=False),)


def test_group_below_a_group_is_a_part_of_that_one() -> None:
    inner = [Group(code, "age", is_part=True, whole="young") for code in ("under-3", "3-5")]

    found = breakdown_families([YOUNG, OLD, *inner])

    assert Family("young", "age", ("3-5", "under-3"), is_complete=True) in found
    assert Family("", "age", ("old", "young"), is_complete=True) in found


def test_crossing_adds_up_by_each_of_its_dimensions() -> None:
    crossings = [crossing(sex, age) for sex in ("w", "m") for age in ("young", "old")]

    found = breakdown_families([WOMEN, MEN, YOUNG, OLD, *crossings])

    assert Family("w", "age", ("w-old", "w-young"), is_complete=True) in found
    assert Family("young", "sex", ("m-young", "w-young"), is_complete=True) in found
    assert len(found) == 6


def test_crossings_with_some_of_three_ages_are_not_the_whole() -> None:
    teen = Group("teen", "age", is_part=True)
    crossings = [crossing("w", age) for age in ("young", "old")]

    found = breakdown_families([WOMEN, MEN, YOUNG, OLD, teen, *crossings])

    assert Family("w", "age", ("w-old", "w-young"), is_complete=False) in found
    assert Family("", "age", ("old", "teen", "young"), is_complete=True) in found


def test_crossing_of_three_adds_up_to_the_crossing_of_two() -> None:
    german = Group("german", "nationality")
    three = Group("w-young-german", "all", crossed=frozenset({"w", "young", "german"}))

    found = breakdown_families([WOMEN, MEN, YOUNG, OLD, german, crossing("w", "young"), three])

    wholes = {family.whole for family in found if family.parts == ("w-young-german",)}
    assert wholes == {"w-young", "german × w", "german × young"}


@pytest.mark.parametrize("codes", [("w", "nobody"), ("w", "m")])
def test_crossing_of_what_cannot_be_crossed_is_refused(codes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="no crossing"):
        breakdown_families([WOMEN, MEN, crossing(*codes)])


def test_quarters_months_and_half_years_each_make_up_their_year() -> None:
    codes = ["2023", *(f"2023-Q{number}" for number in range(1, 5)), "2023-H1", "2023-H2", "2023-01", "2024-Q1"]

    found = {
        (stretch.whole.code, stretch.parts[0].kind.value): stretch for stretch in period_families(map(parse, codes))
    }

    assert found[("2023", "quarter")].is_complete
    assert found[("2023", "half_year")].is_complete
    assert not found[("2023", "month")].is_complete
    assert [part.code for part in found[("2023-H2", "quarter")].parts] == ["2023-Q3", "2023-Q4"]
    assert not any(whole.startswith("2024") for whole, _ in found)


def test_reference_dates_add_up_to_nothing() -> None:
    assert period_families(map(parse, ["2023", "2023-12-31", "2023-06-30"])) == ()


def test_school_year_is_no_part_of_a_year() -> None:
    assert period_families(map(parse, ["2023", "2024", "2023-24"])) == ()
