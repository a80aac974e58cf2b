# SPDX-License-Identifier: EUPL-1.2
"""How an area stands: to its whole, as far as chance lets one say so, and among the other areas."""

from typing import Final

from indicators.rendering.profile_numbers import Language
from indicators.rendering.sentences import HIGHER, LOWER, MIDDLE_THIRD, SIMILAR
from reports.rendering.sentences.amounts import inner_subject, sentence, subject, told
from reports.rendering.sentences.facts import FEWEST_AREAS, FigureFacts, Measure, Standing, Whole
from reports.rendering.sentences.grammar import declined, english_name, in_area, plural_of

_THIRDS: Final = 3


def side_of(facts: FigureFacts) -> int | None:
    """Return what the figures carry: lower, similar, higher or 0; None where nothing is compared.

    A release that says *higher* is followed only if the value lies above that of the whole, and the interval shown
    beside it does not hold the value of the whole: a sentence claims no more than what stands next to it.
    """
    code, whole = facts.comparison, facts.whole
    if facts.value is None or whole is None or code is None or code not in {LOWER, HIGHER}:
        return None if facts.value is None or whole is None else code
    if whole.value is None:
        return code
    if facts.interval is not None and facts.interval.holds(whole.value):
        return SIMILAR
    is_so = facts.value > whole.value if code == HIGHER else facts.value < whole.value
    return code if is_so else SIMILAR


def comparison_sentence(facts: FigureFacts, language: Language) -> str:
    """Compare an area with its whole; empty where nothing was compared."""
    side = side_of(facts)
    if side is None or facts.whole is None:
        return ""
    whole, value = facts.whole, _beside(facts.measure, facts.whole, language)
    if side == 0:
        return _not_comparable(facts.measure, whole, language)
    who = subject(facts.measure, language)
    if side == SIMILAR and facts.comparison != SIMILAR:
        if language == "de":
            return sentence(f"{who} ist nicht klar von dem {in_area(whole.area, language)}{value} zu unterscheiden")
        return sentence(f"{who} cannot be told apart from that {in_area(whole.area, language)}{value}")
    german = {LOWER: "niedriger als", SIMILAR: "ähnlich hoch wie", HIGHER: "höher als"}
    english = {LOWER: "lower than", SIMILAR: "similar to that", HIGHER: "higher than"}
    words = (german if language == "de" else english)[side]
    return sentence(f"{who} {'ist' if language == 'de' else 'is'} {words} {in_area(whole.area, language)}{value}")


def _beside(measure: Measure, whole: Whole, language: Language) -> str:
    """Tell the value of the whole in brackets, and that it was computed where it was."""
    if whole.value is None:
        return ""
    origin = ""
    if whole.origin == "computed":
        origin = ", berechnet" if language == "de" else ", computed"
    return f" ({told(whole.value, measure, language)}{origin})"


def _not_comparable(measure: Measure, whole: Whole, language: Language) -> str:
    if language == "de":
        who = inner_subject(measure, language)
        return sentence(f"Mit {declined(whole.area, 'dative')} lässt sich {who} nicht vergleichen")
    return sentence(f"{subject(measure, language)} cannot be compared with {english_name(whole.area)}")


def third_of(standing: Standing) -> int:
    """Return in which third an area stands: 0, 1 or 2."""
    return min(int(standing.share_below * _THIRDS), _THIRDS - 1)


def standing_sentence(facts: FigureFacts, language: Language) -> str:
    """Tell the place among all areas by thirds, never by a rank.

    An area that is similar to its whole, or cannot be told apart from it, stands in the middle or nowhere: the order
    of such areas is one of chance. Few areas have no thirds, a number of persons tells of the size of an area, and
    “most” is most of all areas, also of those without a value.
    """
    standing = facts.standing
    if standing is None or facts.value is None or facts.measure.is_count or standing.among < FEWEST_AREAS:
        return ""
    third = third_of(standing)
    who = subject(facts.measure, language)
    if third == MIDDLE_THIRD:
        return _middle(standing, who, language)
    if not standing.is_beyond_most(is_above=bool(third)):
        return ""
    if side_of(facts) not in {None, 0, HIGHER if third else LOWER}:
        return ""
    if language == "de":
        return sentence(f"{who} ist {'höher' if third else 'niedriger'} als {_most(standing, language)}")
    return sentence(f"{who} is {'higher' if third else 'lower'} than {_most(standing, language)}")


def _middle(standing: Standing, who: str, language: Language) -> str:
    """Tell the middle third; where areas have no value, it is one of those that have."""
    if language == "de":
        among = f"aller {plural_of(standing.areas, 'genitive')}{' mit einem Wert' if standing.has_gaps else ''}"
        return sentence(f"{who} liegt im mittleren Drittel {among}")
    among = f"of all {standing.areas}{' with a figure' if standing.has_gaps else ''}"
    return sentence(f"{who} lies in the middle third {among}")


def joint_sentence(facts: FigureFacts, language: Language) -> str:
    """Say in one sentence that an area lies on the same side of its whole and of most areas; empty where it is not."""
    standing = facts.standing
    if standing is None or third_of(standing) == MIDDLE_THIRD or side_of(facts) not in {LOWER, HIGHER}:
        return ""
    if not standing_sentence(facts, language):
        return ""
    comparison = comparison_sentence(facts, language)
    most = f"und als {_most(standing, language)}" if language == "de" else f"and than {_most(standing, language)}"
    return sentence(f"{comparison.removesuffix('.')} {most}")


def _most(standing: Standing, language: Language) -> str:
    if language == "de":
        return f"in den meisten {plural_of(standing.areas, 'dative')}"
    return f"in most {standing.areas}"
