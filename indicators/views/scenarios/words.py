# SPDX-License-Identifier: EUPL-1.2
"""What a scenario does, in words: its sentence, who gains and who loses, what is not known and why."""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from indicators.models import ChangeOfSite
from indicators.rendering.profile_numbers import language_of, number, period_words
from indicators.selectors.scenarios.answer import ScenarioAnswer
from indicators.selectors.scenarios.ground import ScenarioGround
from indicators.selectors.scenarios.people import People
from indicators.stats.reach.catchment import AccessReason
from indicators.stats.siting.comparing import GroupChange, Turn
from indicators.stats.siting.effect import PER, Effect
from sozialplanung.common.numbers import NBSP
from sozialplanung.common.periods import parse
from spatial.forms.reach import MODES
from spatial.geometry.network.snapping import BOUND_M

# Of access, of its change, and of minutes.
DECIMALS: Final = 1
TURNS: Final[Mapping[Turn, Promise]] = MappingProxyType(
    {
        Turn.GAINS: gettext_lazy("gains"),
        Turn.LOSES: gettext_lazy("loses"),
        Turn.SAME: gettext_lazy("stays about the same"),
        Turn.UNKNOWN: gettext_lazy("not known"),
    }
)
_REASONS: Final[Mapping[AccessReason, Promise]] = MappingProxyType(
    {
        AccessReason.UNKNOWN_DEMAND: gettext_lazy("number of persons within reach not known"),
        AccessReason.UNKNOWN_SUPPLY: gettext_lazy("places of a site within reach not known"),
        AccessReason.NOBODY: gettext_lazy("nobody lives within reach of a site"),
    }
)


def told(value: float, decimals: int = DECIMALS, *, is_signed: bool = False) -> str:
    """Write a number; a dash where there is none, a word where no way leads."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return _("no way")
    return number(value, decimals, language_of(get_language()), is_signed=is_signed)


def unit_words(ground: ScenarioGround) -> str:
    """Name what access is counted in."""
    what = ground.capacity_label or _("Sites")
    return _("%(places)s for %(number)s persons") % {"places": what, "number": told(PER, 0)}


def mode_words(ground: ScenarioGround) -> str:
    """Say how one moves."""
    return str(dict(MODES)[ground.scenario.mode])


def way_words(ground: ScenarioGround) -> str:
    """Say how one moves, and how far at most."""
    minutes = ground.scenario.minutes
    text = ngettext(
        "Ways: %(mode)s, at most %(minutes)s minute.", "Ways: %(mode)s, at most %(minutes)s minutes.", minutes
    )
    return text % {"mode": mode_words(ground), "minutes": told(minutes, 0)}


def threshold_words(ground: ScenarioGround) -> str:
    """Say from which change on something is told."""
    named = {"number": told(ground.scenario.threshold), "unit": unit_words(ground)}
    return _("A change is told from %(number)s on (%(unit)s).") % named


def summary(answer: ScenarioAnswer) -> str:
    """Say in one sentence who gains and who loses, in persons of the group that the places are for."""
    group = answer.groups[0][1]
    if not (group.gaining or group.losing or group.same):
        return _("Nothing can be told: no area has figures before and after.")
    known = {
        "gaining": told(group.gaining, 0),
        "losing": told(group.losing, 0),
        "all": told(group.gaining + group.losing + group.same, 0),
        "group": answer.people.definition.name,
    }
    if not (group.gaining or group.losing):
        return _("%(group)s: for none of %(all)s does anything change that is large enough to be told.") % known
    if not group.losing:
        return _("%(group)s: %(gaining)s of %(all)s gain, none lose.") % known
    if not group.gaining:
        return _("%(group)s: %(losing)s of %(all)s lose, none gain.") % known
    return _("%(group)s: %(gaining)s of %(all)s gain, %(losing)s lose.") % known


def lacking(*, is_waiting: bool) -> str:
    """Say why nothing is computed: the ways are not there yet, or the reader sees no figure of the persons."""
    if is_waiting:
        return _("The ways are not worked out yet.")
    return _("You see no figure of these persons, so nothing is computed for you.")


def mean_words(ground: ScenarioGround, group: GroupChange) -> str:
    """Say what becomes of the mean of a group."""
    if math.isnan(group.before):
        return ""
    named = {"before": told(group.before), "after": told(group.after), "unit": unit_words(ground)}
    if group.turn is Turn.SAME:
        return _("On average %(before)s before and %(after)s after (%(unit)s): about the same.") % named
    return _("On average %(before)s before and %(after)s after (%(unit)s).") % named


def cautions(answer: ScenarioAnswer) -> tuple[str, ...]:
    """Say what the result rests on that is not known or not sure."""
    found, group = answer.effect, answer.groups[0][1]
    lines = [_("A scenario, not a measurement: nobody knows who would really go where.")]
    if group.left_out:
        lines.append(
            ngettext(
                "The number of persons is not known in %(count)s area (hidden or missing). What lies within reach of "
                "the same sites is not known either.",
                "The number of persons is not known in %(count)s areas (hidden or missing). What lies within reach of "
                "the same sites is not known either.",
                len(group.left_out),
            )
            % {"count": len(group.left_out)}
        )
    lines += _off_lines(answer)
    loose = int(((found.changes.turns == Turn.GAINS) | (found.changes.turns == Turn.LOSES)).sum() - found.is_firm.sum())
    if loose:
        told_of = ngettext(
            "In %(count)s area it depends on the longest way: with a fifth more or less it would be judged otherwise.",
            "In %(count)s areas it depends on the longest way: with a fifth more or less it would be judged otherwise.",
            loose,
        )
        lines.append(told_of % {"count": loose})
    if answer.people.content.rounding:
        rounding = told(answer.people.content.rounding, 0)
        lines.append(_("Numbers of persons are rounded to multiples of %(number)s.") % {"number": rounding})
    lines.append(_("Persons stand at one point of each area. What lies beyond the border of the network is not known."))
    return tuple(lines)


def _off_lines(answer: ScenarioAnswer) -> list[str]:
    off = int(answer.effect.off.sum())
    if not off:
        return []
    text = ngettext(
        "%(count)s area lies more than %(metres)s metres from every street: nothing is computed for it, and its "
        "persons ask for no place.",
        "%(count)s areas lie more than %(metres)s metres from every street: nothing is computed for them, and their "
        "persons ask for no place.",
        off,
    )
    return [text % {"count": off, "metres": told(BOUND_M, 0)}]


def area_note(ground: ScenarioGround, found: Effect, place: int) -> str:
    """Say of one area why something is not known, or how firm it is."""
    if found.off[place]:
        return _("off the street network")
    reasons = [_reason(ground, found, side, place) for side in (0, 1)]
    sides = (_("before"), _("after"))
    both = [f"{side}: {words}" for side, words in zip(sides, reasons, strict=True) if words]
    notes = reasons[:1] if reasons[0] == reasons[1] else both
    turn = Turn(int(found.changes.turns[place]))
    if turn in {Turn.GAINS, Turn.LOSES} and not found.is_firm[place]:
        notes.append(_("depends on the longest way"))
    return "; ".join(filter(None, notes))


def _reason(ground: ScenarioGround, found: Effect, side: int, place: int) -> str:
    access = found.catchments[side].access
    reason = AccessReason(int(access.reasons[place]))
    if reason in {AccessReason.OK, AccessReason.NOTHING_NEAR}:
        return "" if access.value[place] else nothing_near(ground)
    words = str(_REASONS[reason])
    upper = float(access.upper[place])
    if reason is AccessReason.UNKNOWN_DEMAND and math.isfinite(upper):
        most = _("at most %(number)s") % {"number": told(upper * PER)}
        return f"{words} ({most})"
    return words


def nothing_near(ground: ScenarioGround) -> str:
    """Say why access is 0: a closed site stays where it was with 0 places, an open one may have none either."""
    return _("no site with places within reach") if ground.capacity_label else _("no site within reach")


def people_words(people: People) -> str:
    """Name a group of persons with the day of its number."""
    period = period_words(parse(people.ref.period), language_of(get_language()))
    return f"{people.definition.name}, {period}"


def change_words(ground: ScenarioGround, number_of: int) -> str:
    """Say what a change does, by its place in the list."""
    row = ground.changes[number_of]
    names = {each.key: each.name or each.key for each in ground.ledger.standings}
    named = {"name": names[row.site_key], "places": "" if row.places is None else _places_words(row.places)}
    is_counted = bool(ground.capacity_label)
    where = f" ({row.address})" if row.address else ""
    texts = {
        ChangeOfSite.ADD: _("“%(name)s” opens with %(places)s places") if is_counted else _("“%(name)s” opens"),
        ChangeOfSite.MOVE: _("“%(name)s” moves"),
        ChangeOfSite.CLOSE: _("“%(name)s” closes"),
        ChangeOfSite.ENLARGE: _("“%(name)s” has %(places)s places from then on"),
    }
    return texts[ChangeOfSite(row.kind)] % named + where


def _places_words(value: float) -> str:
    """Write a number of places as it was given, never rounded up."""
    return told(value, 0 if value.is_integer() else DECIMALS)


def minutes(value: float) -> str:
    """Write a way in minutes."""
    text = told(value)
    return text if not math.isfinite(value) else f"{text}{NBSP}min"
