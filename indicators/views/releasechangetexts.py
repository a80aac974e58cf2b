# SPDX-License-Identifier: EUPL-1.2
"""What changes of releases are called, in the reader's language."""

from collections.abc import Sized
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.profile_numbers import Language
from indicators.rendering.release_changes import COLUMNS
from indicators.rendering.sentences import status_words
from indicators.selectors.publishedchanges import Change, Publication
from indicators.selectors.withdrawn import Withdrawal
from sozialplanung.common.numbers import format_number
from sozialplanung.common.statuses import status_from_code

_AT: Final = {name: number - 1 for number, name in enumerate(COLUMNS)}


def kind_words(kind: str) -> str:
    """Name what happened."""
    return {
        "first": _("newly published"),
        "changed": _("corrected"),
        "restored": _("correction taken back: earlier figures hold again"),
        "redefined": _("counted by another definition"),
    }[kind]


def publication_words(publication: Publication) -> str:
    """Say in one sentence what came into force."""
    told = _releases(publication.changes)
    if publication.kind in {"first", "redefined"}:
        return f"{kind_words(publication.kind)}: {told}"
    figures = ngettext("%(count)s figure", "%(count)s figures", publication.values) % {"count": publication.values}
    return f"{kind_words(publication.kind)}: {told}, {figures}"


def withdrawal_words(withdrawal: Withdrawal) -> str:
    """Say in one sentence what went out of force."""
    return f"{_('withdrawn')}: {_releases(withdrawal.gone)}"


def _releases(several: Sized) -> str:
    return ngettext("%(count)s release", "%(count)s releases", len(several)) % {"count": len(several)}


def count_rows(change: Change) -> list[tuple[str, int]]:
    """Return how many areas changed in what; what did not change is left out."""
    names = (
        ("values", _("another value")),
        ("appeared", _("a value for the first time")),
        ("gone", _("no value any more")),
        ("statuses", _("another status")),
        ("classes", _("another class")),
        ("ranks", _("another rank")),
        ("directions", _("another direction of the trend")),
    )
    return [(label, change.counts[name]) for name, label in names if change.counts.get(name)]


def area_row(row: list[Any], decimals: int, language: Language) -> dict[str, str]:
    """Return the cells of one area; what is not there is said in words, never as a zero."""
    told = {name: row[number] for name, number in _AT.items() if number > 0}
    return {
        "before": _figure(told["value_before"], told["status_before"], decimals, language),
        "after": _figure(told["value"], told["status"], decimals, language),
        "difference": "–"
        if told["difference"] is None
        else format_number(told["difference"], decimals, is_signed=True),
        "classes": _pair(told["class_before"], told["class"]),
        "ranks": _pair(told["rank_before"], told["rank"]),
        "directions": _pair(_direction(told["direction_before"]), _direction(told["direction"])),
    }


def file_cells(row: list[Any], decimals: int) -> list[Any]:
    """Return the cells of one area for a file: figures with the digits that are published, no more."""
    return [Decimal(f"{cell:.{decimals}f}") if isinstance(cell, float) else cell for cell in row[1:]]


def _figure(value: float | None, status: str | None, decimals: int, language: Language) -> str:
    if value is not None:
        return format_number(value, decimals)
    return "–" if status is None else status_words(status_from_code(status), language)


def _pair(before: object, after: object) -> str:
    return "" if before == after else f"{'–' if before is None else before} → {'–' if after is None else after}"


def _direction(sign: int | None) -> str | None:
    return None if sign is None else {-1: _("falling"), 0: _("unchanged"), 1: _("rising")}[sign]
