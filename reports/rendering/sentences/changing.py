# SPDX-License-Identifier: EUPL-1.2
"""How a figure changed: never across a break that says no, never more than chance lets one say."""

from typing import Final

from indicators.rendering.profile_charts import NOT_COMPARABLE, Break
from indicators.rendering.profile_numbers import Language, number, with_unit
from indicators.rendering.sentences import change_origin_words, change_unit
from reports.rendering.sentences.amounts import against, inner_subject, sentence, subject
from reports.rendering.sentences.facts import Change, FigureFacts, Measure
from sozialplanung.common.numbers import NBSP
from sozialplanung.common.periods import Period

_LIMITED: Final = "limited"
# Of fewer, a fraction tells nothing that the number does not tell.
_FEWEST_COUNTED: Final = 100
_NEARLY: Final = 0.1
UNKNOWN_PART: Final = (
    "Wie viel davon Zufall ist, lässt sich nicht berechnen.",
    "How much of it is chance cannot be calculated.",
)
_FRACTIONS: Final = (
    (1.0, "der ursprünglichen Zahl", "the whole earlier number"),
    (0.5, "der Hälfte", "half"),
    (1 / 3, "einem Drittel", "a third"),
    (0.25, "einem Viertel", "a quarter"),
    (0.2, "einem Fünftel", "a fifth"),
    (0.1, "einem Zehntel", "a tenth"),
    (0.05, "einem Zwanzigstel", "a twentieth"),
)


def crossed_break(breaks: tuple[Break, ...], earlier: Period, later: Period) -> Break | None:
    """Return the strictest break between two periods that limits or forbids comparison, None without one."""
    between = [
        each
        for each in breaks
        if each.comparable in {NOT_COMPARABLE, _LIMITED} and each.since < later and earlier < each.until
    ]
    return min(between, key=lambda each: each.comparable != NOT_COMPARABLE, default=None)


def change_sentences(facts: FigureFacts, language: Language) -> tuple[str, ...]:
    """Tell a change with its base and origin, and what chance and breaks leave of it; nothing without one."""
    change = facts.change
    if change is None or facts.value is None or facts.measure.is_relative:
        return ()
    crossed = crossed_break(facts.breaks, change.since, facts.period)
    if crossed is not None and crossed.comparable == NOT_COMPARABLE:
        return _across(facts, change, crossed, language)
    told = (*_told(facts, change, language), *_limits(crossed, language))
    return tuple(filter(None, told))


def is_beyond_chance(change: Change) -> bool | None:
    """Say whether a change goes beyond chance; None where that is not known."""
    return None if change.interval is None else not change.interval.holds(0.0)


def _told(facts: FigureFacts, change: Change, language: Language) -> tuple[str, ...]:
    since, measure = against(change.since, language), facts.measure
    if is_beyond_chance(change) is False:
        if language == "de":
            return (sentence(f"Gegenüber {since} gibt es keine Veränderung, die über den Zufall hinausgeht"),)
        return (sentence(f"Since {since} there is no change beyond chance"),)
    if number(change.value, change.decimals, "de") == number(0, change.decimals, "de"):
        return (_unchanged(measure, change, since, language), *_unknown_chance(measure, change, language))
    moved = _moved(measure, change, language)
    origin = change_origin_words(language, is_published=change.is_published, is_broken=False)
    if language == "de":
        first = f"Gegenüber {since} ist {inner_subject(measure, language)} {moved} ({origin})"
    else:
        first = f"Since {since} {inner_subject(measure, language)} has {moved} ({origin})"
    return (sentence(first), _fraction(facts, change, language), *_weighed(measure, change, language))


def _moved(measure: Measure, change: Change, language: Language) -> str:
    amount = with_unit(abs(change.value), change.decimals, _unit(measure, change, language), language)
    if language == "de":
        return f"um {amount} {'gestiegen' if change.value > 0 else 'gesunken'}"
    return f"{'risen' if change.value > 0 else 'fallen'} by {amount}"


def _unit(measure: Measure, change: Change, language: Language) -> str:
    if measure.is_count:
        return ""
    unit = change_unit(measure.unit, language)
    if number(abs(change.value), change.decimals, language) != "1":
        return unit
    return {"Prozentpunkte": "Prozentpunkt", "percentage points": "percentage point"}.get(unit, unit)


def _unchanged(measure: Measure, change: Change, since: str, language: Language) -> str:
    origin = change_origin_words(language, is_published=change.is_published, is_broken=False)
    if language == "de":
        return sentence(f"Gegenüber {since} ist {inner_subject(measure, language)} unverändert ({origin})")
    return sentence(f"Since {since} {inner_subject(measure, language)} has stayed the same ({origin})")


def _fraction(facts: FigureFacts, change: Change, language: Language) -> str:
    """Tell the change of a number as a fraction in words, where there were enough before and one comes close."""
    before = (facts.value or 0.0) - change.value
    if not facts.measure.is_count or before < _FEWEST_COUNTED:
        return ""
    part = abs(change.value) / before
    for fraction, german, english in _FRACTIONS:
        if abs(part - fraction) <= _NEARLY * fraction:
            return sentence(f"Das entspricht etwa {german}" if language == "de" else f"That is about {english}")
    return ""


def _weighed(measure: Measure, change: Change, language: Language) -> tuple[str, ...]:
    """Say whether a change is small, or favourable, or that chance cannot be computed."""
    unknown = _unknown_chance(measure, change, language)
    if measure.threshold is not None and abs(change.value) < measure.threshold:
        if language == "de":
            return (*unknown, "Die Veränderung ist kleiner als das, was hier als bedeutsam gilt.")
        return (*unknown, "The change is smaller than what counts as relevant here.")
    is_known = not unknown or measure.threshold is not None
    if measure.judged == "neutral" or not is_known:
        return unknown
    is_good = (change.value > 0) == (measure.judged == "higher_is_better")
    if language == "de":
        return (f"Das ist eine {'günstige' if is_good else 'ungünstige'} Veränderung.", *unknown)
    return (f"That is {'a favourable' if is_good else 'an unfavourable'} change.", *unknown)


def _unknown_chance(measure: Measure, change: Change, language: Language) -> tuple[str, ...]:
    if measure.is_count or change.interval is not None:
        return ()
    return (UNKNOWN_PART[language == "en"],)


def _across(facts: FigureFacts, change: Change, crossed: Break, language: Language) -> tuple[str, ...]:
    """Tell that nothing can be compared; a publisher's own change is told as the publisher's, and as nothing else."""
    since = against(change.since, language)
    if language == "de":
        as_of = since.removeprefix("dem ")
        first = f"Mit dem Stand {as_of} lässt sich {inner_subject(facts.measure, language)} nicht vergleichen"
    else:
        first = f"{subject(facts.measure, language)} cannot be compared with that of {since}"
    stated = _stated(facts.measure, change, language) if change.is_published else ""
    return tuple(filter(None, (sentence(first), _why(crossed, language), stated)))


def _stated(measure: Measure, change: Change, language: Language) -> str:
    signed = number(change.value, change.decimals, language, is_signed=True)
    unit = _unit(measure, change, language)
    amount = f"{signed}{NBSP}{unit}" if unit else signed
    if language == "de":
        return sentence(f"Der Herausgeber hat beide Zeitpunkte vergleichbar gerechnet und nennt {amount}")
    return sentence(f"The publisher made both periods comparable and states {amount}")


def _limits(crossed: Break | None, language: Language) -> tuple[str, ...]:
    if crossed is None:
        return ()
    first = "Der Vergleich gilt nur eingeschränkt." if language == "de" else "The comparison holds to a limited extent."
    return first, _why(crossed, language)


def _why(crossed: Break, language: Language) -> str:
    """Give the steward's own reason, which stays as it was written."""
    if not crossed.text.strip():
        return ""
    return sentence(f"{'Grund' if language == 'de' else 'Reason'}: {crossed.text.strip()}")
