# SPDX-License-Identifier: EUPL-1.2
"""Own areas are brought as a file, and renamed, shared, drawn anew, removed and brought back by their owners."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from indicators.errors import KeepsakeError, SelectionError
from indicators.forms.keepsake import NameForm
from indicators.forms.ownarea import OwnFileForm
from indicators.forms.savedview import SharingForm
from indicators.models import OwnArea, OwnAreaKind, Sharing
from indicators.models.keepsake import LONGEST_NAME
from indicators.rendering.workbench.ownshapes import LONGEST, read_shape
from indicators.selectors.ownareas import ground_of_edition, own_area, removed_areas
from indicators.services import ownareas
from indicators.services.ownareas import OwnShape
from indicators.views.ownareas.keeping import address_of, shape_of
from indicators.views.ownareas.looking import frame
from indicators.views.workbench.saving import SavingDesk, at_saving
from sozialplanung.accounts.desks import nothing
from sozialplanung.common.errors import DomainError
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.uploads import takes_files
from spatial.geometry.ownareas import OverlapCount, count_overlaps, ground_of
from spatial.services.ownoutlines import Outlined, outlines_of


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_saving
def upload_page(request: HttpRequest, desk: SavingDesk) -> HttpResponse:
    """Keep the areas of a file: put together, or each by itself."""
    form = OwnFileForm(request.POST, request.FILES) if request.method == "POST" else OwnFileForm()
    made = _made(form, desk) if form.is_valid() else ()
    if made:
        _tell(request, made)
        target = address_of(desk.publisher, made[0]) if len(made) == 1 else _list(desk)
        return HttpResponseRedirect(target)
    context = {**frame(desk.publisher, _("Own areas from a file")), "form": form}
    return render(request, "indicators/ownareas/upload.html", context, status=422 if form.errors else 200)


def _made(form: OwnFileForm, desk: SavingDesk) -> tuple[OwnArea, ...]:
    said = form.cleaned_data
    files = [(file.name or "", file.read()) for file in said["uploads"]]
    try:
        found = outlines_of(organisation=desk.publisher, files=files, crs=said["system"], name_column=said["column"])
        return _kept(found, said, desk)
    except DomainError as error:
        place = "name" if isinstance(error, KeepsakeError) else "uploads"
        form.add_error(place, " ".join(filter(None, (*sentence_for(error.to_problem()), error.place))))
        return ()


def _kept(found: Outlined, said: Mapping[str, Any], desk: SavingDesk) -> tuple[OwnArea, ...]:
    sharing = Sharing(said["sharing"])
    if not said["each"]:
        shape = OwnShape(OwnAreaKind.UPLOADED, ground_of(found.grounds))
        row = ownareas.save_own_area(
            organisation=desk.publisher, shape=shape, name=said["name"], by=desk.person, sharing=sharing
        )
        return (row,)
    shapes = [OwnShape(OwnAreaKind.UPLOADED, ground_of(np.array([each]))) for each in found.grounds]
    names = [f"{said['name']}: {name or place}"[:LONGEST_NAME] for place, name in enumerate(found.names, start=1)]
    return ownareas.save_own_set(
        organisation=desk.publisher,
        shapes=list(zip(names, shapes, strict=True)),
        collection=said["name"],
        by=desk.person,
        sharing=sharing,
    )


def _tell(request: HttpRequest, made: tuple[OwnArea, ...]) -> None:
    told = ngettext("%(count)s own area is saved.", "%(count)s own areas are saved.", len(made))
    messages.success(request, told % {"count": len(made)})
    if len(made) > 1:
        words = _overlap_words(count_overlaps([ground_of_edition(row.current) for row in made]))
        if words:
            messages.warning(request, words)


def _overlap_words(found: OverlapCount) -> str:
    """Return what is said of overlaps, nothing where there is none: a number where all pairs were looked at."""
    if not found.is_whole and found.pairs > 1:
        return _("Several of them overlap: who lives there counts in both. The page of each says with whom.")
    if not found.is_whole:
        return _("Too many of them touch to look at all pairs. The page of each says whether it overlaps with others.")
    words = ngettext(
        "%(count)s pair of them overlaps: who lives there counts in both. The page of each says with whom.",
        "%(count)s pairs of them overlap: who lives there counts in both. The page of each says with whom.",
        found.pairs,
    )
    return words % {"count": found.pairs} if found.pairs else ""


def _list(desk: SavingDesk) -> str:
    return reverse("indicators:own_areas", args=[desk.publisher.slug])


@require_http_methods(["GET", "HEAD", "POST"])
@at_saving
def change_page(request: HttpRequest, desk: SavingDesk, uuid: UUID) -> HttpResponse:
    """Offer what an owner may change, and do it; a removal is asked about on this page, and can be taken back."""
    action = request.POST.get("action", "")
    rows = removed_areas(desk.person, desk.publisher)
    row = rows.filter(uuid=uuid).first() if action == "restore" else own_area(desk.person, desk.publisher, uuid)
    if row is None:
        raise nothing()
    if action in _ACTS:
        try:
            messages.success(request, _ACTS[action](request, desk, row))
        except (KeepsakeError, SelectionError) as error:
            messages.error(request, " ".join(sentence_for(error.to_problem())))
        return HttpResponseRedirect(_list(desk) if action in {"remove", "restore"} else address_of(desk.publisher, row))
    context = {
        **frame(desk.publisher, row.name),
        "row": row,
        "sharing": SharingForm(initial={"sharing": row.sharing}),
        "shape": row.current.query,
        "url": address_of(desk.publisher, row),
    }
    return render(request, "indicators/ownareas/change.html", context)


def _rename(request: HttpRequest, desk: SavingDesk, row: OwnArea) -> str:
    form = NameForm(request.POST)
    before = row.name
    name = form.cleaned_data["name"] if form.is_valid() else ""
    row = ownareas.rename_own_area(area=row, name=name, by=desk.person)
    return _("“%(before)s” is called “%(name)s” now.") % {"before": before, "name": row.name}


def _share(request: HttpRequest, desk: SavingDesk, row: OwnArea) -> str:
    form = SharingForm(request.POST)
    if not form.is_valid():
        raise KeepsakeError("kept.unshared", "There is no such choice.", place="sharing")
    sharing = Sharing(form.cleaned_data["sharing"])
    ownareas.share_own_area(area=row, sharing=sharing, by=desk.person)
    words = {
        Sharing.NOBODY: _("“%(name)s” is yours alone again."),
        Sharing.HOUSE: _("Whoever signs in here can open “%(name)s” now."),
        Sharing.LINK: _("Whoever has its address can open “%(name)s” now, and see of it what they may see."),
    }
    return words[sharing] % {"name": row.name}


def _redraw(request: HttpRequest, desk: SavingDesk, row: OwnArea) -> str:
    shape = read_shape(request.POST.get("form", "").strip()[:LONGEST])
    if shape is None:
        raise SelectionError("own.shape_unknown", "There is no such shape.", place="form")
    made = ownareas.redraw_own_area(area=row, shape=shape_of(desk.publisher, shape), by=desk.person)
    return _("“%(name)s” has edition %(number)s now.") % {"name": row.name, "number": made.number}


def _remove(_request: HttpRequest, desk: SavingDesk, row: OwnArea) -> str:
    ownareas.remove_own_area(area=row, by=desk.person)
    return _("“%(name)s” is removed. You can bring it back below.") % {"name": row.name}


def _restore(_request: HttpRequest, desk: SavingDesk, row: OwnArea) -> str:
    ownareas.restore_own_area(area=row, by=desk.person)
    return _("“%(name)s” is back.") % {"name": row.name}


_ACTS: Final[Mapping[str, Callable[[HttpRequest, SavingDesk, OwnArea], str]]] = MappingProxyType(
    {"rename": _rename, "share": _share, "redraw": _redraw, "remove": _remove, "restore": _restore}
)
