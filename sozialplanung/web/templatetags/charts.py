# SPDX-License-Identifier: EUPL-1.2
"""Small charts from plain numbers; load with `{% load charts %}`."""

from collections.abc import Collection, Sequence
from typing import TypedDict

from django import template

from sozialplanung.web.charts import Sparkline, Spine, Spread, sparkline, spine

register = template.Library()


class SparkContext(TypedDict):
    """What the template of the sparkline reads."""

    chart: Sparkline
    label: str


class SpineContext(TypedDict):
    """What the template of the spine reads."""

    chart: Spine
    label: str


@register.inclusion_tag("components/sparkline.html")
def spark(
    values: Sequence[float | None],
    label: str,
    breaks: Collection[int] = (),
    city: Sequence[float | None] = (),
    times: Sequence[float] = (),
) -> SparkContext:
    """Draw the series of one area; `label` says in words what the picture shows."""
    return {"chart": sparkline(values, breaks=breaks, city=city, times=times), "label": label}


@register.inclusion_tag("components/spine.html")
def place_among(
    value: float | None,
    label: str,
    spread: Spread,
    city: float | None = None,
    interval: tuple[float, float] | None = None,
) -> SpineContext:
    """Draw the place of one area among all; `label` says in words what the picture shows."""
    return {"chart": spine(value, spread, city=city, interval=interval), "label": label}
