# SPDX-License-Identifier: EUPL-1.2
"""German numbers and dates, and icons; load with `{% load formats %}`."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sozialplanung.common.licences import licence_named
from sozialplanung.common.numbers import format_number, format_percent

register = template.Library()

Number = float | Decimal | None


@register.filter
def lead_in(label: str) -> str:
    """Write the label of a field before what is wrong with it: a whole sentence keeps no full stop before the colon."""
    text = str(label).rstrip(" .:")
    return text if text.endswith("?") else f"{text}:"


@register.filter
def licence(code: str) -> str:
    """Write the name of a licence; one that is not known keeps its code."""
    return licence_named(code)[0]


@register.filter
def number(value: Number, decimals: int = 0) -> str:
    """Write `5.086` or `32,7`."""
    return _missing() if _is_missing(value) else format_number(value or 0, decimals)


@register.filter
def signed(value: Number, decimals: int = 0) -> str:
    """Write `+1,2`, `−0,7` or `0,0`."""
    return _missing() if _is_missing(value) else format_number(value or 0, decimals, is_signed=True)


@register.filter
def percent(value: Number, decimals: int = 1) -> str:
    """Write `32,7 %`."""
    return _missing() if _is_missing(value) else format_percent(value or 0, decimals)


@register.filter
def day(value: date | None) -> str:
    """Write `31.12.2018`; an instant is shown as the day in Germany."""
    if value is None:
        return _missing()
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local:%d.%m.%Y}"


@register.filter
def instant(value: datetime | None) -> str:
    """Write `31.12.2018, 14:05`, in German time."""
    return _missing() if value is None else f"{timezone.localtime(value):%d.%m.%Y, %H:%M}"


@register.filter
def beside(row: Sequence[object], other: Sequence[object]) -> tuple[tuple[object, object], ...]:
    """Return the pairs of two rows of the same length: each cell with its column."""
    return tuple(zip(row, other, strict=True))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show an icon of `static/img/icons.svg`; it says nothing that no text says."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("img/icons.svg"),
        name,
    )


def _is_missing(value: Number) -> bool:
    return value is None or not math.isfinite(value)


def _missing() -> str:
    return gettext("n/a")
