# SPDX-License-Identifier: EUPL-1.2
"""What a break or an annotation says, as a plain record: kept in its history and written back from there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from indicators.models import Annotation, SeriesBreak
from indicators.services.periods import ensure_period
from indicators.stats.seriesbreaks import BreakTerms, is_looser
from sozialplanung.common.periods import parse

Content = dict[str, Any]
Row = SeriesBreak | Annotation

_BREAK_TEXTS = ("kind", "comparable", "text", "reference", "url", "known")
_ANNOTATION_TEXTS = ("kind", "text", "population", "reference", "url")


def content_of(row: Row) -> Content:
    """Return what a row says; empty while it is not in force."""
    if not row.is_in_force:
        return {}
    return break_content(row) if isinstance(row, SeriesBreak) else annotation_content(row)


def break_content(row: SeriesBreak) -> Content:
    """Return what a break says, in force or not."""
    texts = {name: str(getattr(row, name)) for name in _BREAK_TEXTS}
    return {"from": row.from_period.code, "to": row.to_period.code, **texts}


def annotation_content(row: Annotation) -> Content:
    """Return what an annotation says, in force or not."""
    return {
        **{name: str(getattr(row, name)) for name in _ANNOTATION_TEXTS},
        "indicator": row.indicator_id,
        "unit": row.unit_id,
        "period": row.period.code if row.period else "",
        "valid_from": row.valid_from.isoformat() if row.valid_from else "",
        "valid_until": row.valid_until.isoformat() if row.valid_until else "",
    }


def write_back(row: Row, content: Mapping[str, Any]) -> None:
    """Let a row say what a record says; an empty record takes it out of force."""
    row.is_in_force = bool(content)
    if not content:
        return
    if isinstance(row, SeriesBreak):
        row.from_period, row.to_period = ensure_period(content["from"]), ensure_period(content["to"])
        names: tuple[str, ...] = _BREAK_TEXTS
    else:
        row.indicator_id, row.unit_id = content["indicator"], content["unit"]
        row.period = ensure_period(content["period"]) if content["period"] else None
        row.valid_from, row.valid_until = _day(content["valid_from"]), _day(content["valid_until"])
        names = _ANNOTATION_TEXTS
    for name in names:
        setattr(row, name, content[name])


def is_bold(row: Row, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether a change lets readers compare more than before; no annotation does."""
    return isinstance(row, SeriesBreak) and is_looser(_terms(before), _terms(after))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _terms(content: Mapping[str, Any]) -> BreakTerms | None:
    if not content:
        return None
    return BreakTerms(parse(content["from"]).start, parse(content["to"]).start, content["comparable"])
