# SPDX-License-Identifier: EUPL-1.2
"""Figures as stewards read them: every digit that was delivered, or why there is none."""

from django.utils.translation import get_language

from indicators.rendering.profile_numbers import Language, language_of, period_words
from indicators.rendering.sentences import status_words
from indicators.selectors.review import Difference, Figure
from sozialplanung.common.numbers import format_number
from sozialplanung.common.periods import parse


def figure_row(row: Difference) -> dict[str, object]:
    """Return one cell, old beside new."""
    language = language_of(get_language())
    return {
        "area": row.unit_name,
        "key": row.unit_key,
        "series": row.series,
        "period": period_words(parse(row.period), language),
        "old": figure_text(row.old, language),
        "new": figure_text(row.new, language),
        "row": row.row,
    }


def figure_text(figure: Figure | None, language: Language) -> str:
    """Write a figure as stewards read it: every digit that was delivered, or why there is none."""
    if figure is None:
        return "–"
    if figure.value is None:
        parts = [part for part in (figure.numerator, figure.denominator) if part is not None]
        return " / ".join(map(_exact, parts)) or status_words(figure.status, language)
    return _exact(figure.value)


def _exact(value: float) -> str:
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return format_number(value, len(text.partition(".")[2]))
