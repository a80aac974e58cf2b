# SPDX-License-Identifier: EUPL-1.2
"""Which areas changed otherwise than the rest of their city, period by period: from figures that readers see alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import is_share
from indicators.rendering.slices import SliceContent
from indicators.rendering.workbench.axis import Axis, axis_over
from indicators.rendering.workbench.balance import Told, Whole, whole_sentence
from indicators.rendering.workbench.striking import Judged, Rule, Striking, Strikings
from indicators.rendering.workbench.strikingwords import (
    Named,
    no_title,
    rule_words,
    striking_sentence,
    striking_title,
    together_words,
)
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.workbench.balancing import plain_differences
from indicators.selectors.workbench.twoperiods import TwoPeriods, two_periods
from indicators.selectors.workbench.wholechanges import whole_changes
from indicators.stats.striking import AgainstRest, Kind, against_rest, too_small, verdicts, verdicts_by_threshold
from sozialplanung.common.numbers import round_half_up

Floats = npt.NDArray[np.float64]
COUNTS: Final = "counts"
PERCENT: Final = 100.0
_PARTS: Final = {"numerator", "denominator"}


def strikings_of(facts: MapFacts, code: str) -> Strikings | None:
    """Judge the areas of every period against another one; None where no period has that code."""
    against = next((ref for ref in facts.choice.series if ref.period == code), None)
    if against is None:
        return None
    pairs = [two_periods(facts, against, ref) for ref in facts.choice.series]
    rules = [_rule(pair) for pair in pairs]
    alone = (pair for pair, rule in zip(pairs, rules, strict=True) if rule.mode == "threshold" and not _why_not(pair))
    wholes = whole_changes(facts, alone)
    unknown = Whole(facts.city_name)
    periods = tuple(
        _striking(pair, rule, wholes.get(pair.key, unknown)) for pair, rule in zip(pairs, rules, strict=True)
    )
    return Strikings(_axis(periods, facts), periods)


def _axis(periods: Sequence[Striking], facts: MapFacts) -> Axis:
    """Return the axis that holds every interval which any period draws, and the threshold on both sides."""
    drawn = [np.zeros(1)]
    for each in periods:
        if each.judged is None or each.rule is None:
            continue
        places = [*each.judged.rising, *each.judged.falling]
        drawn += [ends[places] for ends in (each.judged.difference, each.judged.lower, each.judged.upper)]
        if places and each.rule.threshold is not None:
            drawn.append(np.array([-each.rule.threshold, each.rule.threshold]))
    return axis_over(np.concatenate(drawn), facts.language)


def _striking(pair: TwoPeriods, rule: Rule, whole: Whole) -> Striking:
    sides, named = pair.sides, Named(pair.definition.short_name, pair.facts.city_name)
    why_not = _why_not(pair) or _why_no_rule(rule, whole)
    if why_not:
        return Striking(sides, no_title(named, sides.language), why_not=why_not)
    if rule.mode == "threshold":
        judged, together = _by_threshold(pair, rule, whole), whole_sentence(whole, sides)
    else:
        judged, change = _by_chance(pair, rule)
        together = together_words(change, judged.decimals, sides)
    return Striking(
        sides=sides,
        title=striking_title(judged, rule, named, sides),
        edition=pair.later.edition,
        rule=rule,
        judged=judged,
        says=striking_sentence(judged, rule, sides, together),
        rules=rule_words(rule, sides),
        notes=pair.limits(),
    )


def _why_not(pair: TwoPeriods) -> str:
    """Say why no area of these periods can be held against the rest; empty where they can."""
    if pair.now.size == 1:
        return _("There is one area alone: it has no rest to be held against.")
    if pair.facts.is_count(pair.later):
        return _(
            "Numbers have no trend in common with those of larger or smaller areas. Choose a share or a rate of the "
            "same thing."
        )
    if pair.definition.looks_back:
        return _("These figures look back on several periods themselves: they have no trend of their own.")
    return pair.why_no_periods() or pair.why_not_comparable()


def _why_no_rule(rule: Rule, whole: Whole) -> str:
    if rule.mode != "threshold":
        return ""
    if rule.threshold is None:
        return _(
            "Neither counts behind these figures nor a relevance threshold are known: nothing can be said about "
            "chance, nor about what is large enough. Whoever keeps the catalogue can declare the threshold in the "
            "definition of the indicator."
        )
    if whole.difference is None:
        return _("Without counts areas are held against the whole, and its value is not known in both periods.")
    return ""


def _rule(pair: TwoPeriods) -> Rule:
    definition = pair.definition
    threshold, is_declared = definition.relevance_threshold, definition.minimum_denominator is not None
    if not _has_counts(pair):
        return Rule("threshold", threshold, definition.judged_from, is_declared)
    return Rule("no_threshold" if threshold is None else "chance", threshold, definition.judged_from, is_declared)


def _has_counts(pair: TwoPeriods) -> bool:
    """Say whether both periods tell exact counts; a change that the publisher states has none behind it."""
    if not pair.has_one_ground or pair.is_published:
        return False
    is_exact = not (pair.now.rounding or pair.before.rounding)
    bases = {pair.facts.definition_of(ref).basis for ref in (pair.earlier, pair.later)}
    return is_exact and bases == {COUNTS} and all(each.numbers.keys() >= _PARTS for each in (pair.now, pair.before))


def _persons(content: SliceContent) -> Floats:
    band = content.numbers.get("denominator")
    return np.full(content.size, np.nan) if band is None else band.values


def _by_chance(pair: TwoPeriods, rule: Rule) -> tuple[Judged, float]:
    """Judge by chance and threshold; returns with it the change of all areas together."""
    plain, (kind, base) = plain_differences(pair), _kind(pair)
    shown = ~np.isnan(plain.difference)
    earlier, later = (
        tuple(np.where(shown, content.numbers[name].values, np.nan) for name in ("numerator", "denominator"))
        for content in (pair.before, pair.now)
    )
    found = _as_told(against_rest((earlier[0], earlier[1]), (later[0], later[1]), kind=kind, base=base), plain)
    unsure = too_small(earlier[1], later[1], rule.minimum)
    judged = Judged(
        codes=verdicts(found, threshold=rule.threshold, unsure=unsure),
        change=plain.difference,
        rest=found.rest,
        difference=found.difference,
        lower=found.lower,
        upper=found.upper,
        persons=np.fmin(earlier[1], later[1]),
        status=plain.status,
        decimals=plain.decimals,
        reasons=plain.reasons,
    )
    known = ~np.isnan(found.difference)
    before, now = (each[0][known].sum() / max(each[1][known].sum(), 1.0) for each in (earlier, later))
    return judged, round_half_up(base * float(now - before), plain.decimals) if known.any() else np.nan


def _as_told(found: AgainstRest, plain: Told) -> AgainstRest:
    """Round to what is published: what is told is what is judged."""
    rounded = (_rounded(each, plain.decimals) for each in (found.rest, found.difference, found.lower, found.upper))
    rest, difference, lower, upper = rounded
    return replace(found, rest=rest, difference=difference, lower=lower, upper=upper)


def _rounded(values: Floats, decimals: int) -> Floats:
    result = np.full(values.shape, np.nan)
    there = ~np.isnan(values)
    result[there] = round_half_up(values[there], decimals)
    return result + 0.0


def _kind(pair: TwoPeriods) -> tuple[Kind, float]:
    """Return whether figures are shares or rates, and per how many persons."""
    if is_share(pair.unit(pair.later)):
        return "shares", PERCENT
    x, n, value = (pair.now.numbers[name].values for name in ("numerator", "denominator", "value"))
    there = (x > 0) & (n > 0) & ~np.isnan(value)
    bases = value[there] * n[there] / x[there]
    return "rates", float(10.0 ** round(np.log10(np.median(bases)))) if there.any() else 1.0


def _by_threshold(pair: TwoPeriods, rule: Rule, whole: Whole) -> Judged:
    """Judge by the threshold alone, against the change of the whole as readers are told it."""
    plain, change = plain_differences(pair), whole.difference or 0.0
    persons = np.fmin(_persons(pair.before), _persons(pair.now))
    shown = ~np.isnan(plain.difference)
    difference = _rounded(plain.difference - change, plain.decimals)
    nothing = np.full(difference.shape, np.nan)
    return Judged(
        codes=verdicts_by_threshold(difference, threshold=rule.threshold or 0.0, unsure=persons < rule.minimum),
        change=plain.difference,
        rest=np.where(shown, change, np.nan),
        difference=difference,
        lower=nothing,
        upper=nothing,
        persons=persons,
        status=plain.status,
        decimals=plain.decimals,
        reasons=plain.reasons,
    )
