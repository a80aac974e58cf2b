# SPDX-License-Identifier: EUPL-1.2
"""What a batch would change of the releases, in one sentence for each indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.foreseen import Tally
from indicators.rendering.profile_numbers import Language, number, period_words, with_unit
from indicators.rendering.sentences import status_words
from indicators.selectors.foresight import IndicatorEffects, SliceEffect
from sozialplanung.common.statuses import Status

ARROW: Final = "→"


def indicator_sentence(effects: IndicatorEffects, city: str, language: Language) -> tuple[str, str]:
    """Say what becomes of an indicator: its name and periods, then what changes and the whole before and after."""
    told = finest(effects.slices)
    return f"{effects.name} {_periods(told, language)}", ", ".join(_parts(told, city, language))


def slice_sentence(effect: SliceEffect, city: str, language: Language) -> str:
    """Say what becomes of one release."""
    return ", ".join(_parts((effect,), city, language))


def finest(slices: Sequence[SliceEffect]) -> tuple[SliceEffect, ...]:
    """Return the releases of the finest level: what larger areas say follows from them."""
    position = max(each.level_position for each in slices)
    return tuple(each for each in slices if each.level_position == position)


def _periods(slices: Sequence[SliceEffect], language: Language) -> str:
    found = sorted({each.period for each in slices}, key=lambda period: (period.start, period.end))
    if len(found) == 1:
        return period_words(found[0], language)
    return _("%(first)s to %(last)s (%(count)s periods)") % {
        "first": period_words(found[0], language),
        "last": period_words(found[-1], language),
        "count": len(found),
    }


def _parts(slices: Sequence[SliceEffect], city: str, language: Language) -> list[str]:
    by_kind = {kind: [each for each in slices if each.kind == kind] for kind in ("ended", "changed", "first")}
    parts = []
    if by_kind["ended"]:
        parts.append(_ended(len(by_kind["ended"]), is_all=len(slices) == len(by_kind["ended"])))
    if by_kind["changed"]:
        parts += _changed(by_kind["changed"], language)
    if by_kind["first"]:
        parts += _first(by_kind["first"])
    whole = _whole(slices, city, language)
    return [*parts, whole] if whole else parts


def _ended(count: int, *, is_all: bool) -> str:
    if is_all:
        return _("no longer published")
    return ngettext("%(count)s period no longer published", "%(count)s periods no longer published", count) % {
        "count": count
    }


def _first(slices: Sequence[SliceEffect]) -> list[str]:
    tally = summed(slices)
    told = ngettext("%(count)s area with a figure", "%(count)s areas with a figure", tally.valued)
    if len(slices) > 1:
        told = ngettext("%(count)s figure", "%(count)s figures", tally.valued)
    parts = [_("published for the first time"), told % {"count": number(tally.valued, 0, "de")}]
    if tally.masked:
        parts.append(ngettext("%(count)s hidden", "%(count)s hidden", tally.masked) % {"count": tally.masked})
    return parts


def _changed(slices: Sequence[SliceEffect], language: Language) -> list[str]:
    tally = summed(slices)
    if len(slices) == 1 and tally.areas == 1 and slices[0].largest:
        return [old_and_new(slices[0], slices[0].largest[0], language)]
    if not any(count for name, count in tally.as_json().items() if name not in {"areas", "valued", "masked"}):
        return [_("the same figures with other counts, random variation or notes")]
    different = ngettext("%(count)s area different", "%(count)s areas different", tally.different)
    if len(slices) > 1:
        different = ngettext("%(count)s figure different", "%(count)s figures different", tally.different)
    told = (
        (different, tally.different),
        (ngettext("%(count)s changes class", "%(count)s change class", tally.classes), tally.classes),
        (ngettext("%(count)s newly hidden", "%(count)s newly hidden", tally.hidden), tally.hidden),
    )
    parts = [text % {"count": number(count, 0, language)} for text, count in told if count]
    return parts or [_("the same figures with other ranks or trend directions")]


def _whole(slices: Sequence[SliceEffect], city: str, language: Language) -> str:
    """Name the value of the whole before and after, in the newest period in which it changes."""
    changed = [each for each in slices if each.city_before != each.city_after and each.tally.areas > 1]
    if not changed:
        return ""
    newest = max(changed, key=lambda each: each.period.start)
    name = city if len({each.period for each in slices}) == 1 else f"{city} {period_words(newest.period, language)}"
    return f"{name} {old_to_new(newest, newest.city_before, newest.city_after, language)}"


def summed(slices: Sequence[SliceEffect]) -> Tally:
    """Add up what was counted of several releases."""
    return Tally(**{each.name: sum(getattr(effect.tally, each.name) for effect in slices) for each in fields(Tally)})


def old_to_new(effect: SliceEffect, old: float | None, new: float | None, language: Language) -> str:
    """Write two values of the whole with an arrow between them; what is not there is a dash."""
    before, after = ("–" if value is None else _value(effect, value, language) for value in (old, new))
    return after if old is None else f"{before} {ARROW} {after}"


def old_and_new(effect: SliceEffect, row: Mapping[str, Any], language: Language) -> str:
    """Write what is told of one area before and after."""
    return f"{reading_text(effect, row['before'], language)} {ARROW} {reading_text(effect, row['after'], language)}"


def reading_text(effect: SliceEffect, reading: Sequence[Any], language: Language) -> str:
    """Write the value of a reading, or why there is none."""
    value, status = reading[0], Status(reading[1])
    return status_words(status, language) if value is None else _value(effect, value, language)


def _value(effect: SliceEffect, value: float, language: Language) -> str:
    return with_unit(value, effect.decimals, effect.unit if effect.unit == "%" else "", language)
