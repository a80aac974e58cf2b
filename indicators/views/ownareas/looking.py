# SPDX-License-Identifier: EUPL-1.2
"""An own area that its address says: made by form, looked at by everybody, as a page and as a file."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.errors import SelectionError
from indicators.forms.ownarea import CircleForm, CornersForm
from indicators.rendering.profile_numbers import language_of
from indicators.rendering.workbench.conditions import Around, Drawn
from indicators.rendering.workbench.ownshapes import LONGEST, Shape, Union, read_shape, typed_corners
from indicators.rendering.workbench.rings import Point
from indicators.selectors.ownprofile import OwnProfile, OwnWish, ground_of_shape, own_profile
from indicators.selectors.published import at_one_moment
from indicators.views.ownareas.context import COURSE, Shown, profile_cells, profile_context
from indicators.views.ownareas.course import course_context
from indicators.views.ownareawords import shape_words
from indicators.views.ownpace import is_hurried, told_to_wait
from indicators.views.readership import marked_cells, marked_name, publisher_of
from indicators.views.workbench.saving import may_save
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.csvsafe import to_csv
from sozialplanung.common.errors import NotFoundError
from sozialplanung.web.attachments import attachment
from sozialplanung.web.query import QueryReader
from spatial.readers.addresses.finding import Status
from spatial.readers.addresses.parsing import AddressFields
from spatial.services.layers.geocoding import geocoder_for

_MOST_NEAR = 3
_FORMS = {"umkreis": CircleForm, "ecken": CornersForm}


@require_safe
def new_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Offer the ways to make an own area; a form that is filled in leads to the address that says the same."""
    publisher = publisher_of(request, organisation)
    reader = QueryReader(request.GET, allowed=("art", "punkt", "meter", "ecken", "form"))
    art = reader.choice("art", tuple(_FORMS)) or ""
    forms = _bound(request, publisher, art)
    if art and forms[art].is_valid():
        address = reverse("indicators:own_look", args=[publisher.slug])
        return HttpResponseRedirect(f"{address}?{urlencode({'form': str(forms[art].shape())}, safe=':,')}")
    context = {
        **frame(publisher, _("New own area")),
        "circle": forms["umkreis"],
        "corners": forms["ecken"],
        "wrong": forms.get(art),
        "may_save": may_save(request.user, publisher),
    }
    return render(request, "indicators/ownareas/new.html", context, status=422 if art else 200)


def _bound(request: HttpRequest, publisher: Organisation, art: str) -> dict[str, Any]:
    """Return both forms, the one that was sent with what it says; the other with the shape of the address."""
    shape = read_shape(request.GET.get("form", "")[:LONGEST])
    first: dict[str, dict[str, Any]] = {"umkreis": {}, "ecken": {}}
    if isinstance(shape, Around) and shape.centre:
        longitude, latitude = shape.centre
        first["umkreis"] = {"punkt": f"{latitude:.5f}, {longitude:.5f}", "meter": shape.metres}
    if isinstance(shape, Drawn):
        first["ecken"] = {"ecken": typed_corners(shape)}
    given = {name: request.GET if name == art else None for name in _FORMS}
    locate = _locator(publisher) if may_save(request.user, publisher) else None
    return {
        "umkreis": CircleForm(given["umkreis"], initial=first["umkreis"], locate=locate),
        "ecken": CornersForm(given["ecken"], initial=first["ecken"]),
    }


def _locator(publisher: Organisation) -> Any:  # noqa: ANN401 - a function of a text
    """Return what finds an address in the address file in use; it never chooses among several."""

    def locate(text: str) -> tuple[Point | None, str]:
        fields = AddressFields(text=text)
        geocoder = geocoder_for(publisher, fields)
        if geocoder is None:
            return None, ""
        answer = geocoder.answer(fields)
        if answer.status is Status.EXACT:
            entry = answer.candidates[0].entry
            return (round(entry.x, 5), round(entry.y, 5)), ""
        near = "; ".join(
            [*(f"{each.entry.street} {each.entry.numbers}" for each in answer.candidates[:_MOST_NEAR]), *answer.nearest]
        )
        if not near:
            return None, _("This address is not in the address file.")
        return None, _("This address is not in the address file. Similar ones: %(near)s") % {"near": near}

    return locate


@require_safe
@at_one_moment()
def look_page(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show what is released of an own area that nobody saved."""
    if is_hurried(request):
        return told_to_wait(request)
    publisher = publisher_of(request, organisation)
    shape, wish = _asked(request)
    profile = profile_of(publisher, shape, wish)
    language = language_of(get_language())
    title = shape_words(shape, language)
    context: dict[str, Any] = {**frame(publisher, title), "title": title, "may_save": may_save(request.user, publisher)}
    query = urlencode({"form": str(shape)}, safe=":,")
    context["query"] = query
    context["change_url"] = _change_url(publisher, shape, query)
    if profile is not None:
        shown = Shown(publisher, profile, language, request.path, query, wish.period, own=str(shape))
        file = f"{reverse('indicators:own_look_csv', args=[publisher.slug])}?{request.GET.urlencode()}"
        context |= {**profile_context(shown), "downloads": downloads(file)}
        union = shape if isinstance(shape, Union) else None
        context |= course_context(publisher, profile, request.GET.get(COURSE, ""), union, language)
    return render(request, "indicators/ownareas/look.html", context)


@require_safe
@at_one_moment()
def look_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """Send what is released of an own area as CSV."""
    if is_hurried(request):
        return told_to_wait(request)
    publisher = publisher_of(request, organisation)
    shape, wish = _asked(request)
    page = reverse("indicators:own_look", args=[publisher.slug])
    return csv_of(publisher, profile_of(publisher, shape, wish), f"{page}?{request.GET.urlencode()}")


def csv_of(publisher: Organisation, profile: OwnProfile | None, page: str) -> HttpResponse:
    """Return the file of a profile; nothing where nothing is published."""
    if profile is None:
        raise NotFoundError("http.not_found", "There is nothing at this address.")
    shown = Shown(publisher, profile, language_of(get_language()), "", "", "")
    cells = profile_cells(shown, f"{settings.PUBLIC_URL}{page}", timezone.localdate())
    name = marked_name(publisher, f"{publisher.slug}_eigenes-gebiet.csv")
    return attachment(to_csv(marked_cells(publisher, cells)), name)


def _asked(request: HttpRequest) -> tuple[Shape, OwnWish]:
    reader = QueryReader(request.GET, allowed=("form", "gebietsstand", "stand", COURSE))
    shape = read_shape(reader.text("form", longest=LONGEST) or "")
    if shape is None:
        raise SelectionError("own.shape_unknown", "There is no such shape.", place="form")
    return shape, own_wish(reader)


def own_wish(reader: QueryReader) -> OwnWish:
    """Return which boundaries and which period an address asks for."""
    period = reader.period("stand")
    return OwnWish(reader.text("gebietsstand") or "", period.code if period else "")


def profile_of(publisher: Organisation, shape: Shape, wish: OwnWish) -> OwnProfile | None:
    """Return the profile of a shape."""
    union = shape if isinstance(shape, Union) else None
    return own_profile(publisher, ground_of_shape(publisher, shape), wish, union)


def _change_url(publisher: Organisation, shape: Shape, query: str) -> str:
    """Return where a shape is changed: areas where they are chosen, the others by their form."""
    if not isinstance(shape, Union):
        return f"{reverse('indicators:own_new', args=[publisher.slug])}?{query}"
    told = {"ebene": shape.level, "gebietsstand": shape.edition, "gebiete": ",".join(shape.keys)}
    return f"{reverse('indicators:selection', args=[publisher.slug])}?{urlencode(told, safe=',')}"


def downloads(url: str) -> list[dict[str, str]]:
    """Return the files of a profile."""
    return [{"label": _("Figures of this area"), "url": url, "format": "CSV"}]


def frame(publisher: Organisation, label: str) -> dict[str, Any]:
    """Return where a page of own areas stands: below the areas."""
    crumbs = [
        {"label": _("Areas"), "url": reverse("indicators:areas", args=[publisher.slug])},
        {"label": _("Own areas"), "url": reverse("indicators:own_areas", args=[publisher.slug])},
    ]
    if label:
        crumbs.append({"label": label, "url": ""})
    else:
        crumbs[-1]["url"] = ""
    return {"organisation": publisher, "section": "areas", "crumbs": crumbs}
