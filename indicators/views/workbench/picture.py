# SPDX-License-Identifier: EUPL-1.2
"""What the workbench shows as a picture to take away: SVG with title, legend, source and date."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.errors import NotReleasedError
from indicators.rendering.maplegend import Legend
from indicators.rendering.maptable import TableRow
from indicators.rendering.mapview import MapView
from indicators.rendering.pairs import PALETTE, SIDE
from indicators.rendering.picture.colours import ACCENT, BAND, GRID, INK, fill_of, plain_patterns
from indicators.rendering.picture.sheet import Key, PictureFacts, sheet_of
from indicators.rendering.profile_inset import Frame
from indicators.rendering.profile_numbers import language_of, number
from indicators.rendering.workbench.answer import Answer
from indicators.rendering.workbench.drawing import Course
from indicators.rendering.workbench.parts import LINE, SCATTER
from indicators.rendering.workbench.rankingdrawing import RankedArea, ranking_drawing
from indicators.rendering.workbench.sieve import GONE, OUTSIDE
from indicators.selectors.mapfacts import NamedOrganisation
from indicators.selectors.maptables import map_table
from indicators.selectors.published import at_one_moment
from indicators.selectors.workbench.answering import answer_of
from indicators.selectors.workbench.settling import Settled
from indicators.stats.palettes import colours_of
from indicators.views.files import file_response
from indicators.views.ownpace import at_own_pace
from indicators.views.readership import audience_line, marked_name, publisher_of
from indicators.views.workbench.asked import asked_by, settled_for
from indicators.views.workbench.comparepanels import scatter_of_page
from indicators.views.workbench.filterpanel import banner_of
from indicators.views.workbench.ownpanel import own_name
from indicators.views.workbench.panels import RankingRow, line_of, picture_of, ranking_of
from indicators.views.workbench.places import layers_drawn, layers_of_page, place_keys, place_sources

SVG_TYPE: Final = "image/svg+xml"
MAP: Final = "karte"
KIND: Final = "bild"
_CITY, _AREA = INK, ACCENT
_HALF, _RANGE = BAND, GRID
_ESTIMATED: Final = "url(#pattern-estimated-key)"
# Lines of chosen areas are told apart by their strokes, as on the page.
_DASHES: Final = ("", "10 3", "2 3", "10 3 2 3", "16 4", "10 3 2 3 2 3")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What stands in the middle of a sheet: its template, what that needs, its box, its title, legend and sentence.

    `sources` are those of what is drawn over the figures; `frame` says where places land in a map.
    """

    template: str
    context: Mapping[str, Any]
    view_box: str
    title: str
    keys: tuple[Key, ...]
    says: str
    sources: tuple[str, ...] = ()
    frame: Frame | None = None

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the drawing."""
        _left, _top, width, height = (float(part) for part in self.view_box.split())
        return width, height


@require_safe
@at_own_pace
@at_one_moment()
def picture_svg(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send the map, the course or the points of an address as a file."""
    publisher = publisher_of(request, organisation)
    kind = request.GET.get(KIND, MAP)
    language = language_of(get_language())
    reading = asked_by(request, language)
    opened = replace(reading.state.panels, tafeln=(kind,) if kind in {LINE, SCATTER} else ())
    found = settled_for(request, publisher, replace(reading, state=replace(reading.state, panels=opened)), language)
    draw = _KINDS.get(kind)
    if found is None or draw is None:
        raise _nothing()
    answer = answer_of(found.facts, found.state)
    drawn = draw(found, answer)
    if drawn is None:
        raise _nothing()
    if kind == MAP:
        drawn = _with_places(publisher, found, answer, drawn)
    # The address leads to the page as it was left, whatever stands open there.
    state = replace(found.state, panels=reading.state.panels)
    body = _sheet(publisher, replace(found, state=state), answer.view, drawn).encode()
    ref = found.facts.choice.ref
    name = f"{publisher.slug}_{kind}_{ref.indicator}_{ref.level}_{ref.period}.svg"
    return file_response(body, SVG_TYPE, marked_name(publisher, name, found.facts.audience))


def _nothing() -> NotReleasedError:
    return NotReleasedError("http.not_found", "There is nothing at this address.")


def map_drawn(found: Settled, answer: Answer) -> Drawn | None:
    """Draw the map with its legend; None where there are no outlines."""
    picture = picture_of(found, map_table(found.facts).rows)
    if picture is None:
        return None
    legend = answer.shown.view.legend
    colours = colours_of(legend.palette, legend.count) if legend.count else ()
    shown = [shape for shape in picture.shapes if shape.style != GONE]
    shapes = [(shape.path, fill_of(shape.style, colours), shape.title) for shape in shown]
    context = {
        "shapes": shapes,
        "guessed": "".join(picture.guessed),
        "chosen": picture.chosen,
        "focus": picture.focus,
        "own": picture.own,
    }
    says = " ".join(filter(None, (answer.shown.sentence, answer.shown.classes)))
    keys = [*_keys(legend, colours)]
    if any(shape.style == OUTSIDE for shape in shown):
        keys.append(Key(fill_of(OUTSIDE, colours), _("outside the filter")))
    if count := len(picture.guessed):
        words = _("estimated for these boundaries")
        keys.append(Key(_ESTIMATED, f"{words} ({number(count, 0, found.facts.language)})"))
    if found.own is not None:
        keys.append(Key(INK, own_name(found.facts, found.own), "1 4"))
    return Drawn("map", context, picture.view_box, answer.shown.view.headline, tuple(keys), says, frame=picture.frame)


def _with_places(publisher: NamedOrganisation, found: Settled, answer: Answer, drawn: Drawn) -> Drawn:
    """Draw the layers of places that the address names over a map."""
    places = layers_drawn(publisher.slug, layers_of_page(publisher, found, answer), drawn.frame)
    return replace(
        drawn,
        context={**drawn.context, "places": places},
        keys=(*drawn.keys, *place_keys(found, places)),
        sources=place_sources(places),
    )


def _keys(legend: Legend, colours: tuple[str, ...]) -> Iterable[Key]:
    """Return the legend as rows: classes, marks, and why areas have none."""
    if legend.title:
        yield Key("", f"{legend.title}:")
    for row in legend.classes:
        words = row.label if legend.is_named else row.span
        yield Key(fill_of(row.style or f"class-fill class-{row.position}", colours), f"{words} ({row.count})")
    for text in (legend.middle_text, legend.city_text, legend.focus_text):
        if text:
            yield Key("", text)
    for case in legend.special:
        yield Key(fill_of(f"special-fill special-fill--{case.kind}", colours), f"{case.label} ({case.count})")


def line_drawn(found: Settled, answer: Answer) -> Drawn | None:
    """Draw the course of the whole and of the areas that are meant."""
    line = line_of(found, answer)
    title = _("%(name)s over time") % {"name": answer.view.short_name}
    lines = [(drawn, *_stroke(drawn.course)) for drawn in line.courses]
    keys = [Key(colour, drawn.course.name, dashes) for drawn, colour, dashes in lines]
    # Of one area alone the bands have no height.
    if line.half_path and found.facts.contents[found.facts.choice.ref.id].size > 1:
        keys += [
            Key(_HALF, _("middle half of all areas")),
            Key(_RANGE, _("eight in ten areas (10th to 90th percentile)")),
        ]
    if line.has_hollow:
        keys.append(Key("", _("Hollow point: estimated")))
    return Drawn(
        "line", {"line": line, "lines": lines}, f"0 0 {line.width} {line.height}", title, tuple(keys), answer.course
    )


def _stroke(course: Course) -> tuple[str, str]:
    """Return the colour of a line, and its dashes."""
    if course.kind == "city":
        return _CITY, "5 3"
    return _AREA, _DASHES[course.number % len(_DASHES)] if course.kind == "chosen" else ""


def ranking_drawn(found: Settled, answer: Answer, rows: Sequence[TableRow]) -> Drawn:
    """Draw all areas side by side in the order of the rows, with the legend of the map."""
    legend, ref = answer.shown.view.legend, found.facts.choice.ref
    colours = colours_of(legend.palette, legend.count) if legend.count else ()
    values = found.facts.contents[ref.id].numbers["value"].values

    def ranked(row: TableRow, bar: RankingRow) -> RankedArea:
        fill = fill_of(bar.style, colours)
        if bar.bar is None:
            return RankedArea(bar.name, None, bar.value, fill)
        value = float(values[row.position])
        # What has to be known of a figure stands below the picture and in its table.
        return RankedArea(bar.name, value, number(value, answer.view.decimals, found.facts.language), fill)

    areas = [ranked(row, bar) for row, bar in zip(rows, ranking_of(found, answer, rows), strict=True)]
    drawing = ranking_drawing(areas, answer.axis, answer.shown.city, is_from_zero=answer.starts_at_zero)
    keys = [key for key in _keys(legend, colours) if key.fill or key.words != legend.city_text]
    if drawing.whole:
        keys.append(Key(_CITY, answer.shown.city_text, "5 3"))
    view_box = f"0 0 {drawing.width} {drawing.height}"
    return Drawn("ranking", {"drawing": drawing}, view_box, answer.view.short_name, tuple(keys), answer.shown.sentence)


def scatter_drawn(found: Settled, answer: Answer) -> Drawn | None:
    """Draw areas by two indicators; None where there is one alone."""
    panel = scatter_of_page(found, answer, map_table(found.facts).rows) if answer.scatters else None
    if panel is None:
        return None
    colours = colours_of(PALETTE, SIDE * SIDE)
    dots = [(dot, fill_of(dot.style, colours)) for dot in panel.drawing.dots]
    title = _("Association of “%(first)s” and “%(second)s”") % {"first": panel.first, "second": panel.second}
    says = " ".join(filter(None, (panel.scatter.sentence, panel.scatter.left_out)))
    keys = (Key("", f"→ {panel.across}"), Key("", f"↑ {panel.up}"))
    context = {"drawing": panel.drawing, "dots": dots, "named": panel.named}
    return Drawn("scatter", context, f"0 0 {panel.drawing.width} {panel.drawing.height}", title, keys, says)


_KINDS: Final[Mapping[str, Callable[[Settled, Answer], Drawn | None]]] = MappingProxyType(
    {MAP: map_drawn, LINE: line_drawn, SCATTER: scatter_drawn}
)


def _sheet(publisher: NamedOrganisation, found: Settled, view: MapView, drawn: Drawn) -> str:
    """Write the whole file."""
    facts, period = found.facts, view.period
    subtitle = " · ".join(
        (publisher.name, period.subtitle, f"{_('As of')} {period.named}", f"{_('Boundaries')} {period.edition_name}")
    )
    page = reverse("indicators:workbench", args=[publisher.slug])
    lines = [f"{head}: {words}" for head, words in audience_line(publisher, facts.audience)]
    if banner := banner_of(found):
        lines += [f"{_('Filter')}: {'; '.join(each.label for each in banner.conditions)}. {banner.says}"]
    lines += [" ".join(period.carried)] if period.carried else []
    lines += [f"{_('Source:')} {source_words(view)}. " + _("Published on %(day)s.") % {"day": view.published_on}]
    lines += drawn.sources
    lines += [f"{settings.PUBLIC_URL}{page}?{found.state.query()}"]
    return svg_of(drawn, PictureFacts(drawn.title, subtitle, *drawn.size, drawn.keys, drawn.says, tuple(lines)))


def source_words(view: MapView) -> str:
    """Name the sources of a map with their licences."""
    return "; ".join(
        f"{source.attribution} ({source.title}), {licence.name}"
        for licence in view.licences
        for source in licence.sources
    )


def svg_of(drawn: Drawn, facts: PictureFacts) -> str:
    """Write a drawing as a whole file: with the words of a sheet, or with its legend alone."""
    context = {"sheet": sheet_of(facts), "drawn": drawn, "body": f"indicators/pictures/_{drawn.template}.svg"}
    patterns = plain_patterns(render_to_string("components/patterns.html"))
    if drawn.context.get("places"):
        patterns += plain_patterns(render_to_string("components/place_signs.html"))
    return render_to_string("indicators/pictures/sheet.svg", context | {**drawn.context}).replace(
        "<defs/>", patterns, 1
    )
