# SPDX-License-Identifier: EUPL-1.2
"""Why there is no figure, one sentence for each status, and what has to be known of a figure that is there."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import flag_words, hidden_sentence
from reports.rendering.sentences.amounts import ends, joined, quoted, sentence, when
from reports.rendering.sentences.facts import FigureFacts
from reports.rendering.sentences.grammar import declined, english_name
from sozialplanung.common.statuses import Status

_PREDICATES: Final[Mapping[Status, tuple[str, str]]] = MappingProxyType(
    {
        Status.MISSING: ("fehlt", "is missing"),
        Status.UNKNOWN: ("ist unbekannt", "is unknown"),
        Status.CONFIDENTIAL: ("wird von der Quelle geheim gehalten", "is kept secret by the source"),
        Status.SUPPRESSED: ("ist gesperrt", "is suppressed"),
        Status.EXCLUDED: ("wird nicht bewertet", "is not rated"),
        Status.UNRELIABLE: ("ist für eine Anzeige zu unsicher", "is not reliable enough to be shown"),
        Status.PENDING: ("liegt noch nicht vor", "is not yet available"),
        Status.NOT_COMPARABLE: (
            "fehlt wegen eines Bruchs der Zeitreihe",
            "cannot be computed across a break of the series",
        ),
    }
)
UNKNOWN_CHANCE: Final = (
    "Die Zufallsschwankung lässt sich nicht berechnen.",
    "The random variation cannot be calculated.",
)
_SAID: Final = re.compile(r"^\s*(?:nicht bewertet|not rated)\b[\s:,;]*", re.IGNORECASE)
_NO_ZERO: Final = ("Das heißt nicht, dass er null ist.", "That does not mean that it is zero.")


def gap_sentences(facts: FigureFacts, language: Language) -> tuple[str, ...]:
    """Say why there is no figure; nothing where there is one."""
    if facts.status.has_value:
        return ()
    return tuple(filter(None, (_lead(facts, language), *_meaning(facts, language))))


def _lead(facts: FigureFacts, language: Language) -> str:
    name, as_of, english = quoted(facts.measure.name, language), when(facts.period, language), language == "en"
    if facts.status is Status.NOT_APPLICABLE:
        if english:
            return sentence(f"The indicator {name} does not apply to {english_name(facts.area)} {as_of}")
        return sentence(f"Die Kennzahl {name} trifft auf {declined(facts.area, 'accusative')} nicht zu {as_of}")
    predicate = _PREDICATES[facts.status][english]
    if english:
        return sentence(f"The figure {name} for {english_name(facts.area)} {as_of} {predicate}")
    return sentence(f"Der Wert {name} für {declined(facts.area, 'accusative')} {as_of} {predicate}")


def _meaning(facts: FigureFacts, language: Language) -> tuple[str, ...]:
    if facts.status in {Status.MISSING, Status.UNKNOWN}:
        return (_NO_ZERO[language == "en"],)
    if facts.status is Status.EXCLUDED:
        # A reason often begins with what was said just now: “nicht bewertet: unter 300 Einwohner”.
        reason = _SAID.sub("", facts.reason).strip()
        return (sentence(f"{'Grund' if language == 'de' else 'Reason'}: {reason}"),) if reason else ()
    return (hidden_sentence([facts.status], language),)


def flag_sentence(facts: FigureFacts, language: Language) -> str:
    """Say what has to be known about a figure that is there; empty without a flag."""
    words = flag_words(facts.flags, language)
    if not words or not facts.status.has_value:
        return ""
    told_words = joined(words, language)
    return sentence(f"Der Wert ist {told_words}" if language == "de" else f"The figure is {told_words}")


def uncertainty_sentence(facts: FigureFacts, language: Language) -> str:
    """Tell what chance may do to a figure, or what rounding leaves open; that it cannot be computed for a share."""
    if facts.value is None or facts.group is not None or facts.status is Status.ROUNDED_ZERO:
        return ""
    german = language == "de"
    if facts.interval is None:
        return UNKNOWN_CHANCE[not german] if facts.measure.is_share else ""
    lower, upper = ends(facts.interval.lower, facts.interval.upper, facts.measure, language)
    if facts.interval.basis == "rounding":
        allowed = f"Gerundete Zahlen lassen Werte von {lower} bis {upper} zu"
        return sentence(allowed if german else f"Rounded counts allow figures from {lower} to {upper}")
    reach = f"Die Zufallsschwankung (Modell) reicht von {lower} bis {upper}"
    return sentence(reach if german else f"The random variation (model) reaches from {lower} to {upper}")
