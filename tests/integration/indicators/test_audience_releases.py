# SPDX-License-Identifier: EUPL-1.2
"""Every audience gets slices by its own rule, compiled against what wider audiences see; none opens another's."""

from dataclasses import replace

import numpy as np
import pytest

from indicators.models import Audience, DisclosureRule, Indicator, Release, ReleaseState
from indicators.rendering.slices import SliceContent, decode
from indicators.services import sources
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.sources import SourceSpec
from sozialplanung.common.statuses import Status
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import FIRST, HEAD, SECOND, deliver, refresh

pytestmark = pytest.mark.django_db

kept_city = standing(build_city)
# 4 children in one area: few for the public (5), enough for the council (3).
FOUR = HEAD + "11;1.000;4\n12;500;90\n21;800;120\n22;700;30\n"
TWO = HEAD + "11;1.000;2\n12;500;90\n21;800;120\n22;700;30\n"


def _rules(world: World, *, public: int = 5, council: int | None = 3, internal: int | None = None) -> None:
    spec = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "§ 16 BStatG")
    for audience, minimum in ((Audience.PUBLIC, public), (Audience.COUNCIL, council), (Audience.INTERNAL, internal)):
        if minimum is not None:
            said = replace(spec, minimum_count=minimum)
            sources.set_rule(organisation=world.city, spec=said, audience=audience)


def _slice(audience: str, slug: str = "kinder", period: str = SECOND, level: str = "viertel") -> SliceContent | None:
    rows = Release.objects.filter(state=ReleaseState.PUBLISHED, audience=audience, indicator__slug=slug)
    row = rows.filter(period__code=period, boundary_version__level__slug=level).first()
    return decode(bytes(row.payload)) if row else None


def _values(audience: str, slug: str = "kinder", period: str = SECOND) -> list[float | None]:
    found = _slice(audience, slug, period)
    assert found is not None
    return [None if np.isnan(value) else float(value) for value in found.numbers["value"].values]


def test_the_council_sees_by_its_own_rule_what_the_public_does_not(city: World) -> None:
    _rules(city)
    deliver(city, SECOND, FOUR)

    refresh(city)

    assert _values("public").count(None) >= 2
    assert _values("public")[0] is None
    assert _values("council") == [4.0, 90.0, 120.0, 30.0]
    content = _slice("council")
    assert content is not None
    assert content.key.audience == "council"


def test_what_is_shown_to_the_public_is_shown_to_the_council(city: World) -> None:
    _rules(city)
    deliver(city, SECOND, TWO)

    refresh(city)

    pairs = zip(_values("public"), _values("council"), strict=True)
    assert all(wide is None or wide == narrow for wide, narrow in pairs)
    assert _values("council")[0] is None


def test_both_slices_together_do_not_uncover_what_both_hide(city: World) -> None:
    _rules(city)
    deliver(city, SECOND, TWO)

    refresh(city)

    wide, narrow = _values("public"), _values("council")
    known = [one if one is not None else other for one, other in zip(wide, narrow, strict=True)]
    district = _slice("council", level="bezirk")
    assert district is not None
    shown = [not np.isnan(value) for value in district.numbers["value"].values]
    for place, is_shown in enumerate(shown):
        # Of the two quarters of a district whose sum is known at least two are hidden, or none.
        assert not is_shown or known[2 * place : 2 * place + 2].count(None) != 1


def test_an_audience_without_a_rule_has_no_slices(city: World) -> None:
    _rules(city, council=None)
    deliver(city, SECOND, FOUR)

    refresh(city)

    assert not Release.objects.exclude(audience=Audience.PUBLIC).exists()


def test_three_audiences_have_three_slices(city: World) -> None:
    _rules(city, internal=1)
    deliver(city, SECOND, TWO)

    refresh(city)

    assert [_values(each.value)[0] for each in Audience] == [None, None, 2.0]


def test_a_source_that_stays_inside_is_shown_to_the_council_where_its_rule_says_so(city: World) -> None:
    _rules(city)
    DisclosureRule.objects.filter(audience=Audience.PUBLIC).update(is_published=False)
    deliver(city, SECOND, FOUR)

    refresh(city)

    assert _slice("public") is None
    assert _values("council") == [4.0, 90.0, 120.0, 30.0]


def test_slices_of_an_audience_end_when_its_rule_is_taken_away(city: World) -> None:
    _rules(city)
    deliver(city, SECOND, FOUR)
    refresh(city)

    DisclosureRule.objects.filter(audience=Audience.COUNCIL).update(is_published=False)
    refresh(city)

    assert _slice("council") is None
    assert _slice("public") is not None


def test_the_publics_slices_are_the_same_whether_the_council_has_its_own(city: World) -> None:
    _rules(city, council=None)
    deliver(city, SECOND, FOUR)
    refresh(city)
    before = set(Release.objects.values_list("content_hash", flat=True))

    _rules(city)
    refresh(city)

    public = Release.objects.filter(audience=Audience.PUBLIC, state=ReleaseState.PUBLISHED)
    assert set(public.values_list("content_hash", flat=True)) == before
    assert Release.objects.filter(audience=Audience.COUNCIL).exists()


def test_refreshing_again_changes_nothing(city: World) -> None:
    _rules(city)
    deliver(city, SECOND, FOUR)
    refresh(city)

    assert refresh(city) == 0


def test_a_change_counts_from_what_the_audience_sees(city: World) -> None:
    _rules(city)
    Indicator.objects.get(slug="kinder").definitions.update(change_years=1)
    deliver(city, FIRST, FOUR)
    deliver(city, SECOND, HEAD + "11;1.000;9\n12;500;90\n21;800;120\n22;700;30\n")
    refresh(city)

    def changes(audience: str) -> list[float | None]:
        found = _slice(audience)
        assert found is not None
        band = found.numbers.get("change")
        return [] if band is None else [None if np.isnan(each) else float(each) for each in band.values]

    public, council = changes("public"), changes("council")
    assert not council or council[0] == 5.0
    assert not public or public[0] is None


def test_what_is_withdrawn_from_everybody_is_withdrawn_from_the_council(city: World) -> None:
    _rules(city)
    deliver(city, SECOND, FOUR)
    refresh(city)
    release = Release.objects.get(
        audience="public", state="published", indicator__slug="kinder", boundary_version__level__slug="viertel"
    )

    withdraw_release(release_id=release.pk, organisation_id=city.city.pk, by=city.frida, reason="Falsch gezählt.")

    assert (_slice("public"), _slice("council")) == (None, None)
    refresh(city)
    assert (_slice("public"), _slice("council")) == (None, None)


def test_what_is_withdrawn_from_the_council_stays_with_the_public(city: World) -> None:
    _rules(city)
    deliver(city, SECOND, FOUR)
    refresh(city)
    release = Release.objects.get(
        audience="council", state="published", indicator__slug="kinder", boundary_version__level__slug="viertel"
    )

    withdraw_release(release_id=release.pk, organisation_id=city.city.pk, by=city.frida, reason="Nicht für den Rat.")

    assert _slice("council") is None
    assert _slice("public") is not None


@pytest.mark.parametrize("audience", ["public", "council"])
def test_hidden_cells_say_suppressed_whatever_hid_them(city: World, audience: str) -> None:
    _rules(city)
    deliver(city, SECOND, TWO)

    refresh(city)

    found = _slice(audience)
    assert found is not None
    assert set(found.status[np.isnan(found.numbers["value"].values)].tolist()) == {int(Status.SUPPRESSED)}
