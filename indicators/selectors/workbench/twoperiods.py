# SPDX-License-Identifier: EUPL-1.2
"""Two periods of a series that are held against each other: whether they may be, and in which words."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from indicators.rendering.carried_words import marked_name
from indicators.rendering.profile_numbers import period_words
from indicators.rendering.remarks import NO, crossing
from indicators.rendering.sentences import change_unit
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.balance import Sides
from indicators.selectors.mapchoice import period_of
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import BreakNote, DefinitionSheet, ReleaseRef

RELATIVE: Final = "relative"
PUBLISHED: Final = "published"


@dataclass(frozen=True, slots=True)
class TwoPeriods:
    """Two releases of a series, the earlier first, with what was read of them."""

    facts: MapFacts
    earlier: ReleaseRef
    later: ReleaseRef

    @property
    def key(self) -> tuple[int, int]:
        """Both releases by their numbers."""
        return self.earlier.id, self.later.id

    @property
    def before(self) -> SliceContent:
        """The earlier slice, without estimates."""
        return self.facts.counted(self.earlier)

    @property
    def now(self) -> SliceContent:
        """The later slice, without estimates."""
        return self.facts.counted(self.later)

    @property
    def reasons(self) -> dict[int, str]:
        """Why carried figures of either period are none to compare, by the place of the area."""
        return self.facts.left_out_at(self.earlier) | self.facts.left_out_at(self.later)

    @property
    def has_one_ground(self) -> bool:
        """Whether both have the same areas."""
        return self.earlier.boundary_version_id == self.later.boundary_version_id

    @property
    def breaks(self) -> list[BreakNote]:
        """The breaks in between, the strictest first."""
        return crossing(self.facts.break_notes, period_of(self.earlier), period_of(self.later))

    @property
    def is_broken(self) -> bool:
        """Whether a break in between says that nothing may be compared."""
        return any(note.comparable == NO for note in self.breaks)

    @property
    def is_redefined(self) -> bool:
        """Whether the indicator means something else in the later period: a difference would be one of the counting."""
        return self.earlier.definition_id != self.later.definition_id

    @property
    def is_stated(self) -> bool:
        """Whether the later slice holds the change since the earlier period."""
        return "change" in self.now.numbers and self.now.change.since == self.earlier.period

    @property
    def is_published(self) -> bool:
        """Whether the publisher states that change: then also across a break, and on other boundaries."""
        return self.is_stated and self.now.change.kind == PUBLISHED

    @property
    def definition(self) -> DefinitionSheet:
        """What the indicator means in the later one."""
        return self.facts.definition_of(self.later)

    @property
    def sides(self) -> Sides:
        """Both periods in words, and what areas and differences are called."""
        language = self.facts.language
        return Sides(
            since=self.label(self.earlier),
            until=self.label(self.later),
            areas=self.facts.ground.shown.level_name_plural,
            unit=change_unit(self.unit(self.later), language),
            language=language,
        )

    def label(self, ref: ReleaseRef) -> str:
        """Name the period of a release, marked where its figures were carried from other boundaries."""
        language = self.facts.language
        return marked_name(period_words(period_of(ref), language), language, is_carried=ref.is_converted)

    def unit(self, ref: ReleaseRef) -> str:
        """Return the unit of measure of a release."""
        return self.facts.definition_of(ref).unit_of_measure

    def why_no_difference(self) -> str:
        """Say why two periods have no difference; empty where they have one."""
        return self.why_no_periods() or ("" if self.is_published else self.why_not_comparable())

    def why_no_periods(self) -> str:
        """Say why no period of this series can be held against another one, or not these two."""
        # Nine classes of two indicators have names as well: a difference is one of the first figures all the same.
        is_index = bool(self.facts.schemes[self.later.id].labels) and not self.facts.pairs
        if self.definition.comparability == RELATIVE or is_index:
            return _("This measure is re-scaled for every period: positions have no difference.")
        if self.earlier.id == self.later.id:
            return _("Both periods are the same one. Choose another one to compare with.")
        return ""

    def why_not_comparable(self) -> str:
        """Say what keeps the figures of both periods from being held against each other; empty for nothing."""
        words = {"since": self.label(self.earlier), "until": self.label(self.later)}
        if self.is_broken:
            return _("%(since)s and %(until)s are not comparable: %(reason)s") % {
                **words,
                "reason": self.breaks[0].text,
            }
        if not self.has_one_ground:
            old, new = (self.facts.ground.version_of(ref).name for ref in (self.earlier, self.later))
            text = _(
                "%(since)s and %(until)s have other boundaries (%(old)s, %(new)s): an area of the one is none of the "
                "other."
            )
            return text % {**words, "old": old, "new": new}
        if self.is_redefined:
            text = _(
                "%(since)s and %(until)s follow other definitions of the indicator: a difference would be one of the "
                "counting."
            )
            return text % words
        if self.before.decimals != self.now.decimals or self.unit(self.later) != self.unit(self.earlier):
            return _("%(since)s and %(until)s are told in other units or with other decimals.") % words
        return ""

    def limits(self) -> tuple[str, ...]:
        """Say what limits a comparison that may be made."""
        told = [
            _("Comparable to a limited extent: %(reason)s") % {"reason": note.text}
            for note in self.breaks
            if note.comparable != NO
        ]
        rounding = max(self.now.rounding, self.before.rounding)
        if rounding:
            told.append(
                _("Counts are told in multiples of %(base)s: differences of them are no more exact.")
                % {"base": rounding}
            )
        if self.is_published:
            told.append(
                _("The publisher made these changes comparable.")
                if self.is_broken
                else _("The changes are as published.")
            )
        return tuple(told)


def two_periods(facts: MapFacts, one: ReleaseRef, other: ReleaseRef) -> TwoPeriods:
    """Put two releases of a series in their order."""
    earlier, later = sorted((one, other), key=facts.choice.series.index)
    return TwoPeriods(facts, earlier, later)
