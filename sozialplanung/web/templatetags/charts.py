# SPDX-License-Identifier: EUPL-1.2
"""Small charts from plain numbers; load with `{% load charts %}`."""

from collections.abc import Collection, Sequence

from django import template
from django.utils.safestring import SafeString

from sozialplanung.web.charts import Spread, sparkline, spine
from sozialplanung.web.drawings import spark_svg, spine_svg

register = template.Library()


@register.simple_tag
def spark(
    values: Sequence[float | None],
    label: str,
    breaks: Collection[int] = (),
    city: Sequence[float | None] = (),
    times: Sequence[float] = (),
) -> SafeString:
    """Draw the series of one area; `label` says in words what the picture shows."""
    return spark_svg(sparkline(values, breaks=breaks, city=city, times=times), label)


@register.simple_tag
def place_among(
    value: float | None,
    label: str,
    spread: Spread,
    city: float | None = None,
    interval: tuple[float, float] | None = None,
) -> SafeString:
    """Draw the place of one area among all; `label` says in words what the picture shows."""
    return spine_svg(spine(value, spread, city=city, interval=interval), label)
