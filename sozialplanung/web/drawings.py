# SPDX-License-Identifier: EUPL-1.2
"""The small charts as SVG: written at once, since a template would ask for each of their numbers one by one."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sozialplanung.web.charts import Sparkline, Spine


def spark_svg(chart: Sparkline, label: str) -> SafeString:
    """Write a series as a drawing; `label` says in words what it shows."""
    breaks = "".join(f'<path class="spark__break" d="M{x} 0v{chart.height}"/>' for x in chart.breaks)
    city = "".join(f'<polyline class="spark__line spark__line--city" points="{each}"/>' for each in chart.city_lines)
    lines = "".join(f'<polyline class="spark__line" points="{each}"/>' for each in chart.lines)
    dots = "".join(
        f'<circle class="spark__dot{" spark__dot--guessed" if dot.is_guessed else ""}" cx="{dot.x}" cy="{dot.y}" '
        f'r="{dot.radius}"/>'
        for dot in chart.dots
    )
    return _drawing("spark", label, chart, (breaks, city, lines, dots))


def spine_svg(chart: Spine, label: str) -> SafeString:
    """Write the place of one area among all as a drawing; `label` says in words what it shows."""
    middle, low, high = chart.middle, chart.lower_x, chart.upper_x
    shapes = [
        f'<path class="spine__centre" d="M{chart.centre} -3v{chart.height}v6"/>',
        f'<rect class="spine__all" x="{chart.all_x}" y="8" width="{chart.all_width}" height="6" rx="2"/>',
        f'<rect class="spine__half" x="{chart.half_x}" y="4" width="{chart.half_width}" height="14"/>',
        f'<path class="spine__median" d="M{chart.median_x} 4v14"/>' if chart.median_x else "",
        f'<rect class="spine__city" x="{chart.city_x}" y="0" width="3" height="{chart.height}" '
        'transform="translate(-1.5)"/>'
        if chart.city_x
        else "",
        f'<path class="spine__interval" d="M{low} {middle}H{high}M{low} 6v10M{high} 6v10"/>' if low and high else "",
        f'<circle class="spine__area" cx="{chart.area_x}" cy="{middle}" r="4.5"/>' if chart.area_x else "",
    ]
    return _drawing("spine", label, chart, shapes)


def _drawing(name: str, label: str, chart: Sparkline | Spine, shapes: list[str] | tuple[str, ...]) -> SafeString:
    size = f'viewBox="0 0 {chart.width} {chart.height}" width="{chart.width}" height="{chart.height}"'
    inside = "".join(f"  {each}\n" for each in shapes)
    # All but the words are numbers that we wrote ourselves.
    return mark_safe(f'\n<svg class="{name}" role="img" aria-label="{escape(label)}" {size}>\n{inside}</svg>\n')  # noqa: S308
