# SPDX-License-Identifier: EUPL-1.2
"""Small charts from plain numbers; load with `{% load charts %}`."""

from collections.abc import Collection, Sequence
from typing import Protocol

from django import template
from django.utils.safestring import SafeString

from sozialplanung.web.charts import Points, Spread, sparkline, spine
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


class AreaCourse(Protocol):
    """A series as it is drawn, and what it shows in words."""

    @property
    def values(self) -> Sequence[float | None]:
        """The values of the area."""

    @property
    def city(self) -> Sequence[float | None]:
        """Those of the whole."""

    @property
    def times(self) -> Sequence[float]:
        """Where they lie in time."""

    @property
    def breaks(self) -> Collection[int]:
        """The positions before which the series may not be continued."""

    @property
    def guessed(self) -> Collection[int]:
        """The positions of values that were estimated."""

    @property
    def shown(self) -> int | None:
        """The position of the value that stands beside the drawing."""

    @property
    def label(self) -> str:
        """The words."""


@register.simple_tag
def area_course(course: AreaCourse) -> SafeString:
    """Draw the course of one area; values that were estimated are hollow."""
    points = Points(course.guessed, course.shown)
    drawn = sparkline(course.values, breaks=course.breaks, city=course.city, times=course.times, points=points)
    return spark_svg(drawn, course.label)


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
