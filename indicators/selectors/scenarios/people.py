# SPDX-License-Identifier: EUPL-1.2
"""The persons of a scenario: released numbers that the reader at hand may see, and what is not known of them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from indicators.models import Scenario
from indicators.rendering.profile_numbers import is_relative_unit
from indicators.rendering.slice_content import SliceContent
from indicators.selectors import published
from indicators.selectors.sheets import DefinitionSheet, OrganisationRef, ReleaseRef
from indicators.stats.reach.demand import Demand, demand
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import have_value

COUNTS: Final = "counts"
# More groups beside each other are no table any more.
MOST_GROUPS: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Released numbers of persons in the areas of a boundary version; one that is hidden or missing is not known."""

    ref: ReleaseRef
    definition: DefinitionSheet
    content: SliceContent
    who: Demand


def counts_persons(told: DefinitionSheet) -> bool:
    """Say whether an indicator is a number of persons, and none of so many others."""
    is_rate = is_relative_unit(told.unit_of_measure) or told.denominator_indicator or told.denominator_text.strip()
    return told.basis == COUNTS and not is_rate


def people_of(organisation: OrganisationRef, scenario: Scenario) -> People | None:
    """Return the persons that the places of a scenario are for; None where the reader sees no figure of them."""
    own = scenario.indicator.slug
    return _people(_released(organisation, scenario, {own}).get(own))


def groups_of(
    organisation: OrganisationRef, scenario: Scenario, beside: Collection[str] | None = None
) -> tuple[People, ...]:
    """Return the groups of which the reader sees numbers for the same areas and period, the scenario's own first.

    Of the others those of `beside` alone; all of them where nobody chose.
    """
    own = scenario.indicator.slug
    found = _released(organisation, scenario, None if beside is None else {own, *beside})
    ordered = sorted(found, key=lambda slug: slug != own)
    return tuple(each for slug in ordered[:MOST_GROUPS] if (each := _people(found[slug])) is not None)


def _released(
    organisation: OrganisationRef, scenario: Scenario, wanted: Collection[str] | None
) -> dict[str, tuple[ReleaseRef, DefinitionSheet, SliceContent]]:
    """Return the released numbers of persons of the scenario's period and areas, in the order of the catalogue."""
    sheets = {sheet.slug: sheet for sheet in published.indicators_of(organisation)}
    refs = {
        ref.indicator: ref
        for ref in published.releases_of(organisation)
        if ref.boundary_version_id == scenario.boundary_version_id
        and ref.period == scenario.period.code
        and (wanted is None or ref.indicator in wanted)
    }
    day = parse(scenario.period.code).start
    told = {
        slug: (refs[slug], sheet.definition_on(day))
        for slug, sheet in sheets.items()
        if slug in refs and counts_persons(sheet.definition_on(day))
    }
    contents = published.slice_contents(ref for ref, _definition in told.values())
    return {slug: (*pair, contents[pair[0].id]) for slug, pair in told.items() if pair[0].id in contents}


def _people(found: tuple[ReleaseRef, DefinitionSheet, SliceContent] | None) -> People | None:
    if found is None:
        return None
    ref, definition, content = found
    values = np.where(have_value(content.status), content.numbers["value"].values, np.nan)
    return People(ref, definition, content, demand(values))
