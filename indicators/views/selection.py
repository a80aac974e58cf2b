# SPDX-License-Identifier: EUPL-1.2
"""A selection of areas of one's own: the page, its file, and the buttons of its form."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indicators.errors import SelectionError
from indicators.forms.selectionquery import ACTS, address_of, selection_wish, without_acts
from indicators.forms.selectionrequest import SelectionRequestForm
from indicators.rendering.profile_numbers import Language, language_of
from indicators.rendering.selection_file import Cell, FileLine, FileSelection, selection_cells
from indicators.selectors.profile import NamedOrganisation
from indicators.selectors.published import at_one_moment
from indicators.selectors.selection import (
    MOST_AREAS,
    Selection,
    SelectionNotFoundError,
    SelectionWish,
    selection_of,
)
from indicators.selectors.selection_lines import SelectionLine
from indicators.views.readership import marked_cells, marked_name, publisher_of
from indicators.views.selectioncontext import Shown, selection_context
from indicators.views.selectionrequests import may_release
from indicators.views.selectionwords import mark_code, refusal_words, rounding_words
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.web.attachments import attachment


@require_safe
@at_one_moment()
def selection_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the areas that were picked and their figures together."""
    publisher = publisher_of(request, organisation)
    if any(name in request.GET for name in ACTS):
        return _as_address(request, publisher)
    wish = selection_wish(request.GET)
    shown = Shown(publisher, selection_of(publisher, wish), wish, language_of(get_language()))
    return render(
        request, "indicators/selection.html", {**selection_context(shown), **_request(request, publisher, shown)}
    )


@require_safe
@at_one_moment()
def selection_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send the figures of a selection as CSV."""
    wish = selection_wish(request.GET)
    publisher = publisher_of(request, organisation)
    selection = selection_of(publisher, wish)
    if selection is None or not selection.areas:
        raise SelectionNotFoundError(
            "selection.level_unpublished", "There is nothing to send.", level=wish.level, edition=wish.edition
        )
    body = to_csv(marked_cells(publisher, _cells(publisher, selection, wish)))
    return attachment(body, marked_name(publisher, f"{organisation}_auswahl.csv"))


def _request(request: HttpRequest, publisher: Organisation, shown: Shown) -> dict[str, object]:
    """Return the form by which somebody who publishes asks for a release."""
    if shown.selection is None or not shown.selection.areas or not may_release(request.user, publisher):
        return {}
    version = shown.selection.version
    fixed = replace(shown.wish, level=version.level, edition=version.edition, text="")
    return {"request_form": SelectionRequestForm(initial={"query": address_of(fixed)})}


def _as_address(request: HttpRequest, publisher: NamedOrganisation) -> HttpResponse:
    """Turn what the form adds into the address that says the same."""
    rest, boxes, whole = without_acts(request.GET)
    wish = selection_wish(rest)
    selection = selection_of(publisher, replace(wish, text=""))
    more = (*boxes, *_parts(selection, whole))
    keys = tuple(dict.fromkeys((*wish.keys, *more)))
    if len(keys) > MOST_AREAS:
        raise SelectionError("selection.too_many", "Too many areas.", place="gebiete", most=MOST_AREAS, found=len(keys))
    where = replace(wish, text="") if more else wish
    if selection is not None:
        where = replace(where, level=selection.version.level, edition=selection.version.edition)
    return HttpResponseRedirect(f"?{address_of(replace(where, keys=keys))}")


def _parts(selection: Selection | None, whole: str) -> tuple[str, ...]:
    if not whole:
        return ()
    above = selection.above if selection is not None else ()
    found = next((each for each in above if f"{each.level}/{each.key}" == whole), None)
    if found is None:
        raise SelectionError("selection.whole_unknown", "There is no such larger area.", place="alle", name=whole)
    return found.keys


def _cells(publisher: NamedOrganisation, selection: Selection, wish: SelectionWish) -> list[tuple[Cell, ...]]:
    version, language = selection.version, language_of(get_language())
    fixed = replace(wish, level=version.level, edition=version.edition, text="")
    page = f"{settings.PUBLIC_URL}{reverse('indicators:selection', args=[publisher.slug])}?{address_of(fixed)}"
    areas = [(area.key, area.name) for area in selection.areas]
    ground = FileSelection(version.level_name, version.name, areas, page, timezone.localdate())
    return selection_cells(ground, [_file_line(line, len(areas), language) for line in selection.lines])


def _file_line(line: SelectionLine, areas: int, language: Language) -> FileLine:
    definition = line.definition
    return FileLine(
        slug=line.sheet.slug,
        name=definition.name,
        unit=definition.unit_of_measure,
        period=line.ref.period,
        decimals=definition.decimals,
        pooled=line.pooled,
        status=mark_code(line),
        reason=refusal_words(line, areas, language) or rounding_words(line, language),
        flags=line.flags,
        credit=(definition.source.credit, definition.source.licence_name, definition.source.licence_url),
    )
