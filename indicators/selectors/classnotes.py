# SPDX-License-Identifier: EUPL-1.2
"""What has to be known of the classes of one period: who decided on them and why, and that a middle is lacking."""

from django.utils.translation import gettext as _

from indicators.rendering.mapstate import CITY, OWN
from indicators.rendering.profile_numbers import date_words, with_unit
from indicators.selectors.mapclasses import is_regional
from indicators.selectors.mapfacts import MapFacts
from indicators.selectors.sheets import ReleaseRef


def class_notes(facts: MapFacts, ref: ReleaseRef) -> tuple[str, ...]:
    """Return one sentence each; none for classes with names."""
    if facts.schemes[ref.id].labels:
        return ()
    return tuple(filter(None, (_regional_words(facts), _middle_words(facts, ref))))


def _regional_words(facts: MapFacts) -> str:
    """Say who decided on the classes, when and why."""
    if facts.regional is None or not is_regional(facts.state):
        return ""
    words = {
        "name": facts.organisation.name,
        "day": date_words(facts.regional.decided_on, facts.language),
        "reason": facts.regional.reason.rstrip("."),
    }
    return _("%(name)s set these classes on %(day)s: %(reason)s.") % words


def _middle_words(facts: MapFacts, ref: ReleaseRef) -> str:
    """Say why the colours have no middle where one is asked for."""
    asked = facts.state.mitte
    if not asked or facts.state.methode == OWN or facts.schemes[ref.id].middle is not None:
        return ""
    if asked == CITY:
        return _("No value of %(name)s is published here: the colours have no middle.") % {"name": facts.city_name}
    return one_sided_words(facts)


def one_sided_words(facts: MapFacts) -> str:
    """Say that a number which was asked for as the middle parts nothing."""
    unit = facts.choice.sheet.definition.unit_of_measure
    number = float(facts.state.mitte)
    decimals = 0 if number.is_integer() else max(content.decimals for content in facts.contents.values())
    words = {"amount": with_unit(number, decimals, unit, facts.language)}
    return _("All values lie on one side of %(amount)s: the colours have no middle there.") % words
