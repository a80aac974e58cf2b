# SPDX-License-Identifier: EUPL-1.2
"""What is read for groups of areas: released slices side by side, the ground under them, and why areas take no part."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from indicators.rendering.area_matrix import LEAST_COMPLETE, AreaMatrix, area_matrix
from indicators.rendering.groupstate import GroupState
from indicators.rendering.profile_numbers import Language, is_relative_unit
from indicators.rendering.slice_content import SliceContent
from indicators.selectors import published
from indicators.selectors.groupchoice import ChoiceReason, Column, GroupChoice, group_choice
from indicators.selectors.mapareas import Ground, ground_under
from indicators.selectors.mapclasses import COUNTS
from indicators.selectors.mapfacts import EXCLUSION, NamedOrganisation
from sozialplanung.common.statuses import Status

GroupReason = Literal[ChoiceReason, "withdrawn", "count", "too_many_areas", "too_many_missing"]


@dataclass(frozen=True, slots=True, eq=False)
class GroupFacts:
    """What an address asks to group.

    `matrix` has one column for each of `choice.columns`, `contents` their slices; both are empty with a `reason`.
    `exclusions` tell by place of the column and position why an area was excluded.
    """

    organisation: NamedOrganisation
    language: Language
    choice: GroupChoice
    ground: Ground | None = None
    contents: tuple[SliceContent, ...] = ()
    matrix: AreaMatrix | None = None
    exclusions: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    city_name: str = ""
    reason: GroupReason = ""
    named: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The indicators with the releases that are read."""
        return self.choice.columns

    @property
    def hashes(self) -> tuple[str, ...]:
        """What the figures are known by: a new release is another one."""
        return tuple(column.ref.content_hash for column in self.columns)

    def gap_of(self, place: int) -> tuple[str, Status, str] | None:
        """Return indicator, status and reason of exclusion of an area that takes no part; None for one that does."""
        gap = self.matrix.gaps.get(place) if self.matrix else None
        if gap is None:
            return None
        reason = self.exclusions.get((gap.indicator, place), "") if gap.status is Status.EXCLUDED else ""
        return self.columns[gap.indicator].definition.short_name, gap.status, reason


def group_facts(
    organisation: NamedOrganisation, state: GroupState, language: Language, *, most_areas: int
) -> GroupFacts | None:
    """Read what groups of areas are made from; None when the organisation has published nothing yet.

    Raises
    ------
    MapNotFoundError
        The address names something that is not published.
    """
    choice = group_choice(organisation, state, most_areas=most_areas)
    if choice is None:
        return None
    facts = GroupFacts(organisation, language, choice, reason=choice.reason, named=choice.named)
    if choice.reason:
        return facts
    if choice.version.unit_count > most_areas:
        return replace(facts, reason="too_many_areas")
    found = published.slice_contents(column.ref for column in choice.columns)
    if len(found) < len(choice.columns):
        return replace(facts, reason="withdrawn")
    return _with_figures(facts, tuple(found[column.ref.id] for column in choice.columns))


def _with_figures(facts: GroupFacts, contents: tuple[SliceContent, ...]) -> GroupFacts:
    counts = tuple(
        column.definition.short_name
        for column, content in zip(facts.columns, contents, strict=True)
        if _is_count(column, content)
    )
    if counts:
        return replace(facts, reason="count", named=counts)
    matrix = area_matrix(contents)
    if matrix.complete < LEAST_COMPLETE * matrix.size:
        return replace(facts, matrix=matrix, reason="too_many_missing", named=_most_lacking(facts, matrix))
    ref = facts.columns[0].ref
    ground = ground_under(facts.organisation, [ref.boundary_version_id], ref)
    return replace(
        facts,
        ground=ground,
        contents=contents,
        matrix=matrix,
        exclusions=_exclusions(facts, ground),
        city_name=ground.name_of_whole() or facts.organisation.name,
    )


def _is_count(column: Column, content: SliceContent) -> bool:
    definition = column.definition
    is_relative = is_relative_unit(definition.unit_of_measure) or "denominator" in content.numbers
    return definition.basis == COUNTS and not is_relative


def _most_lacking(facts: GroupFacts, matrix: AreaMatrix) -> tuple[str, ...]:
    return (facts.columns[matrix.lacking()].definition.short_name,)


def _exclusions(facts: GroupFacts, ground: Ground) -> dict[tuple[int, int], str]:
    """Return why areas were excluded, by place of the column and position."""
    notes = [note for note in published.annotations_of(facts.organisation) if note.kind == EXCLUSION]
    places = ground.position_by_unit(facts.choice.version.id)
    return {
        (place, places[note.unit_id]): note.text
        for note in notes
        for place, column in enumerate(facts.columns)
        if note.unit_id in places
        and note.indicator in {column.sheet.slug, None}
        and note.period in {column.ref.period, None}
    }
