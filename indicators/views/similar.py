# SPDX-License-Identifier: EUPL-1.2
"""Areas with a similar situation, found by figures alone: the page and its file."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indicators.rendering.profile_numbers import language_of
from indicators.rendering.similar_file import Cell, FileGround, FileIndicator, similar_cells
from indicators.selectors.area_similar import MOST_CHOSEN, USUAL_COUNT, AreaSimilar, SimilarWish, similar_to
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.published import at_one_moment
from indicators.views.profilesentences import AreaNotFoundError
from indicators.views.readership import marked_cells, marked_name, publisher_of
from indicators.views.similarcontext import Shown, similar_context
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.web.attachments import attachment
from sozialplanung.web.query import QueryReader
from spatial.selectors.rows import UnitPlace
from spatial.selectors.units import unit_place, unit_rows

PARAMETERS = ("indikatoren", "stand", "anzahl")
# The name of the boxes of the form: a browser sends it once for each box that is ticked.
BOX = "indikator"
MOST_AREAS = 50


@require_safe
@at_one_moment()
def similar_page(request: HttpRequest, organisation: str, edition: str, level: str, key: str) -> HttpResponse:
    """Show the areas most similar to one."""
    if BOX in request.GET:
        return _as_address(request.GET)
    wish = _wish(request.GET)
    publisher = publisher_of(request, organisation)
    similar = similar_to(publisher, _place(publisher, edition, level, key), wish)
    shown = Shown(publisher, similar, wish, language_of(get_language()))
    return render(request, "indicators/similar.html", similar_context(shown))


@require_safe
@at_one_moment()
def similar_csv(request: HttpRequest, organisation: str, edition: str, level: str, key: str) -> HttpResponse:
    """Send the figures of the similar areas as CSV."""
    wish = _wish(request.GET)
    publisher = publisher_of(request, organisation)
    similar = similar_to(publisher, _place(publisher, edition, level, key), wish)
    if similar.found is None:
        raise AreaNotFoundError("areas.unknown", "There is no such area.", key=key, edition=edition, level=level)
    name = marked_name(publisher, f"{organisation}_{edition}_{level}_{key}_aehnlich.csv")
    return attachment(to_csv(marked_cells(publisher, _cells(similar))), name)


def _as_address(given: QueryDict) -> HttpResponse:
    """Turn the ticked boxes into the address that says the same."""
    chosen = ",".join(dict.fromkeys(given.getlist(BOX)))
    rest = given.copy()
    del rest[BOX]
    reader = QueryReader(rest, allowed=PARAMETERS[1:])
    kept = {name: reader.text(name) for name in PARAMETERS[1:]}
    checked = QueryDict(mutable=True)
    checked["indikatoren"] = chosen
    QueryReader(checked, allowed=PARAMETERS).words("indikatoren", most=MOST_CHOSEN)
    wanted = {"indikatoren": chosen, **kept}
    return HttpResponseRedirect(f"?{urlencode({name: value for name, value in wanted.items() if value}, safe=',')}")


def _wish(given: QueryDict) -> SimilarWish:
    reader = QueryReader(given, allowed=PARAMETERS)
    period = reader.period("stand")
    return SimilarWish(
        slugs=tuple(dict.fromkeys(reader.words("indikatoren", most=MOST_CHOSEN))),
        period=period.code if period else "",
        count=reader.integer("anzahl", minimum=1, maximum=MOST_AREAS) or USUAL_COUNT,
    )


def _place(publisher: NamedOrganisation, edition: str, level: str, key: str) -> UnitPlace:
    place = unit_place(publisher, level, edition, key)
    if place is None:
        raise AreaNotFoundError("areas.unknown", "There is no such area.", key=key, edition=edition, level=level)
    return place


def _cells(similar: AreaSimilar) -> list[tuple[Cell, ...]]:
    version = similar.place.version
    names = [(unit.key, unit.name) for unit in unit_rows(version.id)]
    ground = FileGround(version.level_name, version.name, names, timezone.localdate())
    indicators = [
        FileIndicator(
            offer.sheet.slug,
            offer.ref.period,
            offer.definition.source.credit,
            offer.definition.source.licence_name,
            offer.definition.source.licence_url,
            column,
        )
        for offer, column in zip(similar.chosen, similar.columns, strict=True)
    ]
    if similar.found is None:
        return []
    return similar_cells(ground, indicators, similar.found, similar.place.unit.position)
