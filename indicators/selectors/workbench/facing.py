# SPDX-License-Identifier: EUPL-1.2
"""Two maps beside each other, period by period: another period in the same classes, or the second indicator."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from indicators.rendering.carried_words import left_out_estimates, marked_name
from indicators.rendering.mapstate import ONE_PERIOD
from indicators.rendering.pairs import Pair, heads_of
from indicators.rendering.profile_numbers import Language, period_words
from indicators.rendering.slices import SliceContent
from indicators.rendering.tableparts import MOST_ROWS
from indicators.rendering.workbench.answer import PeriodAnswer
from indicators.rendering.workbench.facing import Classes, Facing, Filled, Side, fills_by, keys_of, moved_sentence
from indicators.rendering.workbench.parts import FACING
from indicators.rendering.workbench.state import State
from indicators.selectors.mapchoice import period_of
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.balancing import why_not_between
from indicators.selectors.workbench.beside import Beside, slices_beside
from indicators.stats.classes import classify

# Thirds have neutral colours: those of nine classes belong to both indicators at once.
THIRDS: Final = "neutral"


def facings_of(facts: MapFacts, periods: Sequence[PeriodAnswer], state: State) -> tuple[Facing, ...]:
    """Lay two maps beside each other for every period; none where nobody looks."""
    if FACING not in state.panels.tafeln:
        return ()
    if facts.ground.is_large:
        return tuple(Facing(None, notes=(too_many_words(),)) for _period in periods)
    if facts.pairs:
        others = slices_beside(facts, state.more.zweiter)
        return tuple(_indicators(facts, ref, others.get(ref.id)) for ref in facts.choice.series)
    against = next((ref for ref in facts.choice.series if ref.period == state.time.vergleich), None)
    if against is None:
        return tuple(Facing(None, notes=(_("There is no other period to lay beside it."),)) for _period in periods)
    return tuple(
        _periods(facts, against, ref, period) for ref, period in zip(facts.choice.series, periods, strict=True)
    )


def too_many_words() -> str:
    """Say why small maps of a level are not drawn."""
    return _(
        "Small maps show up to %(most)s areas; of more nothing could be told apart on them. Choose a coarser level "
        "above."
    ) % {"most": MOST_ROWS}


def _periods(facts: MapFacts, against: ReleaseRef, ref: ReleaseRef, period: PeriodAnswer) -> Facing:
    """Lay another period beside the one shown: both in the classes of the one shown."""
    why_not = why_not_between(facts, against, ref)
    if against.id == ref.id:
        return Facing(None, notes=(why_not,))
    scheme, language = facts.schemes[ref.id], facts.language
    classes = [Filled(row.style, row.name or row.span) for row in period.view.legend.classes]
    groups = [
        (facts.schemes[each.id] if scheme.labels else scheme).classes_of(facts.contents[each.id])
        for each in (against, ref)
    ]
    sides = tuple(
        _side(facts, each, fills_by(facts.contents[each.id], group, classes, language))
        for each, group in zip((against, ref), groups, strict=True)
    )
    has_one_ground = against.boundary_version_id == ref.boundary_version_id
    areas = facts.ground.shown.level_name_plural
    is_told = has_one_ground and not why_not and not scheme.labels
    both = (sides[0], sides[1])
    return Facing(
        sides=both,
        palette=scheme.palette,
        colours=scheme.colours,
        keys=keys_of(classes, both),
        sentence=_moved(facts, (against, ref), groups, areas) if is_told else "",
        notes=tuple(filter(None, (_of_classes(facts, ref, why_not), why_not, "" if has_one_ground else _apart()))),
        can_swipe=has_one_ground,
    )


def _moved(facts: MapFacts, refs: tuple[ReleaseRef, ReleaseRef], groups: Sequence[Classes], areas: str) -> str:
    """Say how many areas changed their class; an estimate in either period is in no class that could be left."""
    guessed = sorted({place for ref in refs for place in facts.guessed_at(ref)})
    before, now = (group.copy() for group in groups)
    before[guessed] = 0
    told = moved_sentence(before, now, areas, facts.language)
    return " ".join(filter(None, (told, left_out_estimates(len(guessed), facts.language))))


def _of_classes(facts: MapFacts, ref: ReleaseRef, why_not: str) -> str:
    """Say whose classes both maps have; the same colour means the same only where both periods can be compared."""
    if why_not:
        return _("Each map is to be read by itself, although both have the same colours.")
    if facts.state.grenzen == ONE_PERIOD and not facts.schemes[ref.id].labels:
        words = {"period": period_words(period_of(ref), facts.language)}
        return _("Both maps have the classes of %(period)s: the same colour means the same on both.") % words
    return _("Both maps have the same classes: the same colour means the same on both.")


def _apart() -> str:
    return _("As the boundaries differ, one map cannot lie over the other: an area here is none there.")


def _side(facts: MapFacts, ref: ReleaseRef, fills: tuple[Filled, ...]) -> Side:
    version = facts.ground.version_of(ref)
    return Side(
        name=facts.definition_of(ref).short_name,
        label=_label(facts, ref),
        edition=version.edition,
        edition_name=version.name,
        position=facts.choice.series.index(ref),
        audience=ref.audience,
        fills=fills,
    )


def _label(facts: MapFacts, ref: ReleaseRef) -> str:
    return marked_name(period_words(period_of(ref), facts.language), facts.language, is_carried=ref.is_converted)


def _indicators(facts: MapFacts, ref: ReleaseRef, other: Beside | None) -> Facing:
    """Lay both indicators of a period beside each other, each in its three classes."""
    pair, content = facts.pairs[ref.id], facts.contents[ref.id]
    thirds = _thirds(pair, facts.language)
    own = _side(facts, ref, _classed(facts, content, pair.first.bounds, thirds))
    size = content.size
    absent = Filled("special-fill special-fill--not-applicable", _("not published for this period"))
    fills = (absent,) * size if other is None else _classed(facts, other.content, pair.second_measure.bounds, thirds)
    beside = Side(
        name=pair.second_measure.name,
        label=own.label if other is None else _label(facts, other.ref),
        edition=own.edition,
        edition_name=own.edition_name,
        position=own.position,
        audience=pair.audience,
        fills=fills,
        is_second=True,
    )
    return Facing(
        sides=(own, beside),
        palette=THIRDS,
        colours=len(thirds),
        keys=keys_of(thirds, (own, beside)),
        notes=(_("Each map has three classes of its own indicator: the same colour is no same value."),),
        can_swipe=True,
    )


def _thirds(pair: Pair, language: Language) -> list[Filled]:
    """Name the three classes, with the bounds that each has for either indicator."""
    heads = zip(*(heads_of(measure, language) for measure in (pair.first, pair.second_measure)), strict=True)
    names = pair.first.name, pair.second_measure.name
    return [
        Filled(
            f"class-fill class-{place}",
            f"{both[0].word} ({'; '.join(f'{name}: {head.span}' for name, head in zip(names, both, strict=True))})",
        )
        for place, both in enumerate(heads, start=1)
    ]


def _classed(
    facts: MapFacts, content: SliceContent, bounds: Sequence[float], thirds: Sequence[Filled]
) -> tuple[Filled, ...]:
    classes = classify(content.numbers["value"].values, bounds)
    return fills_by(content, classes, thirds, facts.language)
