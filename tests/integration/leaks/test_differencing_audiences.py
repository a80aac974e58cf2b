# SPDX-License-Identifier: EUPL-1.2
"""What the public is told in multiples the council reads exactly: it calculates with all of it, by its own rule."""

import math

import pytest

from indicators.models import Audience, Release
from indicators.models.patterns import DisclosurePattern
from indicators.rendering.slices import decode
from indicators.services import sources
from indicators.services.sources import SourceSpec
from indicators.stats.disclosure.rules import CellRule
from spatial.selectors import units
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import HEAD, SECOND, deliver, refresh
from tests.integration.leaks.attacker import Bounds, Cell, Knowledge, reach

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]

kept_city = standing(build_city)
# One child of 7 in its district, and in the quarter beside it everybody is a child.
ONE = HEAD + "11;100;1\n12;6;6\n21;800;120\n22;700;30\n"
BASE = 5
MINIMUM = 2
SMALL: Cell = ("kinder", "viertel", "11")


def _rules(world: World, *, public: int, council: int, rounding: int = 0) -> None:
    for audience, minimum, base in ((Audience.PUBLIC, public, rounding), (Audience.COUNCIL, council, 0)):
        cell = CellRule(rounding=base)
        licence = ("cc0", "CC0", "")
        spec = SourceSpec(
            "register", "Register", "Stadt", "© Stadt", licence, True, "§ 16", minimum_count=minimum, cell=cell
        )
        sources.set_rule(organisation=world.city, spec=spec, audience=audience)


def _told(audiences: tuple[str, ...]) -> Knowledge:
    """Know the numbers of all slices, that areas add up, and that children are inhabitants."""
    known, inner = Knowledge(), {"1": ("11", "12"), "2": ("21", "22")}
    for row in Release.objects.filter(audience__in=audiences, indicator__slug__in=("kinder", "einwohner")):
        slug, level = row.indicator.slug, row.boundary_version.level.slug
        half = BASE / 2 if row.audience == "public" else 0.0
        values = decode(bytes(row.payload)).numbers["value"].values.tolist()
        for area, value in zip(units.unit_rows(row.boundary_version_id), values, strict=True):
            if not math.isnan(value):
                known.between((slug, level, area.key), value - half, value + half)
    sums: list[dict[Cell, float]] = [
        {(slug, "bezirk", district): 1.0, **{(slug, "viertel", each): -1.0 for each in quarters}}
        for slug in ("kinder", "einwohner")
        for district, quarters in inner.items()
    ]
    areas = [("bezirk", each) for each in inner] + [("viertel", each) for pair in inner.values() for each in pair]
    sums += [{("einwohner", *area): 1.0, ("kinder", *area): -1.0, ("rest", *area): -1.0} for area in areas]
    for each in sums:
        known.relates(each)
    return known


def _found(audiences: tuple[str, ...]) -> Bounds:
    return reach(_told(audiences), {SMALL})[SMALL]


def test_the_council_finds_no_count_by_what_the_public_is_told_in_multiples(city: World) -> None:
    _rules(city, public=5, council=MINIMUM, rounding=BASE)
    deliver(city, SECOND, ONE)

    refresh(city)

    low, high = _found(("public", "council"))
    assert low < 1e-6
    assert high >= MINIMUM - 1e-6
    # It is the number of inhabitants beside that would tell, read to the last one, with the children of both quarters.
    known = _told(("public", "council"))
    known.exactly(("einwohner", "viertel", "12"), 6.0)
    known.exactly(("kinder", "bezirk", "1"), 7.0)
    assert reach(known, {SMALL})[SMALL][0] > 1 - 1e-6


def test_what_the_public_is_told_is_judged_before_the_council_by_its_own_rule(city: World) -> None:
    # Two children each: the council may know that both have 4 together, the public, told nothing below 5, may not.
    _rules(city, public=5, council=3)
    deliver(city, SECOND, HEAD + "11;1.000;2\n12;500;2\n21;800;120\n22;700;30\n")

    refresh(city)

    known = _told(("public", "council"))
    assert known.of(("kinder", "bezirk", "1")) == (4.0, 4.0)
    assert reach(known, {SMALL})[SMALL] == pytest.approx((0.0, 4.0))
    patterns = DisclosurePattern.objects.filter(audience=Audience.COUNCIL).select_related("audit")
    audits = [each.audit.content for each in patterns]
    assert max(each["sensitive"] for each in audits) > 0
    # By the public's rule the cell would be too close already, and excused for it.
    assert {cell for each in audits for cell in each["earlier"]} == set()
