# SPDX-License-Identifier: EUPL-1.2
"""What a rule of disclosure that is to come would hide, in words: for those who decide on it, and nobody else."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indicators.models import DisclosureVersion
from indicators.rendering.profile_numbers import language_of, period_words
from indicators.selectors.rulingforesight import Counts, RuledLevel, RulingOutlook, others, ruling_outlook
from indicators.views.cellwords import cells_in_words
from indicators.views.losswords import DECISION_WORDS
from sozialplanung.common.periods import parse

_TOLD: Final = ("shown", "primary", "secondary")


def foreseen_words(version: DisclosureVersion) -> dict[str, Any]:
    """Return what the part on the effect of a version shows."""
    outlook = ruling_outlook(version)
    changed = outlook.changed
    return {
        "outlook": outlook,
        "sentences": _sentences(outlook) if outlook.has_result else [],
        "rows": [_row(each) for each in changed],
        "unchanged": len(outlook.rows) - len(changed),
        "breaches": [_breach(version, name, told) for name, told in outlook.breaches.items()],
        "unjudged": [(name, _unjudged(told)) for name, told in outlook.unjudged.items()],
    }


def _sentences(outlook: RulingOutlook) -> list[str]:
    if not outlook.rows:
        return [_("Nothing of this source is released for this audience, and under the rule nothing would be.")]
    if not outlook.changed:
        return [_("No figure would be hidden that is shown today, and none shown that is hidden.")]
    lost, won = outlook.lost, outlook.won
    found = []
    if lost:
        words = ngettext(
            "%(number)s figure that is shown today would not be shown any more.",
            "%(number)s figures that are shown today would not be shown any more.",
            lost,
        )
        found.append(words % {"number": lost})
    if won:
        words = ngettext(
            "%(number)s figure would be shown that is not shown today.",
            "%(number)s figures would be shown that are not shown today.",
            won,
        )
        found.append(words % {"number": won})
    return found or [_("As many figures are shown as today, but for other reasons others are hidden.")]


def _row(each: RuledLevel) -> dict[str, Any]:
    reasons = [
        (str(word), _number(each.before, name), _number(each.after, name))
        for name, word in DECISION_WORDS.items()
        if name in _TOLD
    ]
    reasons.append((_("other reasons"), _others(each.before), _others(each.after)))
    cells = [{"head": head, "before": old, "after": new} for head, old, new in reasons]
    unknown = each.before.get("unknown", 0)
    return {"indicator": each.indicator, "level": each.level, "cells": cells, "unknown": unknown, "fate": _fate(each)}


def _fate(each: RuledLevel) -> str:
    if not each.after:
        return _("would not be released any more")
    return "" if each.before else _("not released today")


def _number(counts: Counts, name: str) -> int | None:
    return counts.get(name, 0) if counts else None


def _others(counts: Counts) -> int | None:
    return others(counts) if counts else None


def _breach(version: DisclosureVersion, name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    cells = cells_in_words(version.organisation, told["cells"])
    return {"name": name, "cells": cells, "further": told["count"] - len(cells)}


def _unjudged(told: Mapping[str, Any]) -> str:
    if "columns" not in told:
        return _("dominance of %(n)s contributors; judged are at most %(most)s") % told
    period = period_words(parse(told["period"]), language_of(get_language()))
    return _("these columns are missing (%(period)s): %(columns)s") % {"period": period, "columns": told["columns"]}
