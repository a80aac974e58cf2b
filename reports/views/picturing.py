# SPDX-License-Identifier: EUPL-1.2
"""Pictures brought along: their form, and how they are sent to those who build, decide and read."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from reports.forms.pictures import PictureForm, told_of
from reports.forms.publications import KIND_NAMES
from reports.models import Publication
from reports.readers.pixels import MOST_BYTES
from reports.rendering.composition import PICTURE, Panel, free_name, with_panel
from reports.selectors.desk import last_edition
from reports.selectors.pictures import (
    PictureFile,
    brought_picture,
    handed_in_picture,
    pictures_of,
    published_picture,
)
from reports.services import bringing, composing
from reports.views.access import ReportDesk, at_desk, crumbs, page, reading_drafts
from reports.views.edition import found_edition, nothing_there
from sozialplanung.accounts.desks import nothing
from sozialplanung.common.errors import DomainError
from sozialplanung.web.conditional import checked, is_known
from sozialplanung.web.desks import private, told
from sozialplanung.web.messages import sentence_for

_TYPES: Final = {"png": "image/png", "jpeg": "image/jpeg"}
_GONE: Final = 410


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """Where a picture stands: its panel where it is there already, else the part that it comes into."""

    before: Panel | None
    part: str


def picture_panel(request: HttpRequest, desk: ReportDesk, row: Publication, place: PicturePlace) -> HttpResponse:
    """Describe a picture; the file is kept though words are missing, so that nobody chooses it twice."""
    before = place.before
    if request.method != "POST":
        form = PictureForm(initial={**(told_of(before) if before else {}), "revision": row.revision})
        return _page(request, desk, row, form)
    said = request.POST.copy()
    form = PictureForm(said, request.FILES)
    form.is_valid()
    digest = _brought(form, desk, row)
    said["picture"] = digest
    if not form.errors and _saved(form, desk, row, place, digest):
        return HttpResponseRedirect(desk.url("publication", row.uuid))
    return _page(request, desk, row, form)


def _brought(form: PictureForm, desk: ReportDesk, row: Publication) -> str:
    """Return the hash of the picture: of the file that came along, else of the one that was there."""
    files = form.cleaned_data.get("file")
    if files:
        try:
            content = files[0].read(MOST_BYTES + 1)
            return bringing.bring_picture(publication=row, content=content, by=desk.person).content_hash
        except DomainError as error:
            form.add_error("file", " ".join(sentence_for(error.to_problem())))
    digest: str = form.cleaned_data.get("picture", "")
    if digest in pictures_of(row):
        return digest
    if "file" not in form.errors:
        form.add_error("file", _("Choose a picture."))
    return ""


def _saved(form: PictureForm, desk: ReportDesk, row: Publication, place: PicturePlace, digest: str) -> bool:
    last = last_edition(row)
    name = place.before.name if place.before else free_name(row.content, "panel", last.content if last else None)
    content = with_panel(row.content, place.part, form.panel(name, digest))
    revision = form.cleaned_data["revision"]
    try:
        composing.save_composition(publication=row, composition=content, revision=revision, by=desk.person)
    except DomainError as error:
        told(form, error)
        return False
    return True


def _page(request: HttpRequest, desk: ReportDesk, row: Publication, form: PictureForm) -> HttpResponse:
    digest = str(form["picture"].value() or "")
    facts = pictures_of(row).get(digest)
    context = {
        "row": row,
        "kind": KIND_NAMES[PICTURE],
        "kept": facts,
        "kept_url": desk.url("preview_brought", row.uuid, facts.digest, facts.kind) if facts else "",
        "crumbs": crumbs(desk, row, str(KIND_NAMES[PICTURE])),
    }
    return page(request, desk, "picture", context, form=form)


@require_safe
@at_desk
def preview_brought(_request: HttpRequest, desk: ReportDesk, uuid: UUID, digest: str, ending: str) -> HttpResponse:
    """Send a picture brought along for a dashboard in the making."""
    return _sent(brought_picture(desk.publication(uuid), digest, ending))


@require_safe
@reading_drafts
def edition_desk_brought(_request: HttpRequest, desk: ReportDesk, uuid: UUID, digest: str, ending: str) -> HttpResponse:
    """Send a picture of what was handed in."""
    return _sent(handed_in_picture(desk.legible(uuid), digest, ending))


def _sent(picture: PictureFile | None) -> HttpResponse:
    if picture is None:
        raise nothing()
    answer = _response(picture)
    answer.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    return answer


@require_safe
@at_one_moment()
def edition_brought(  # noqa: PLR0913, PLR0917 - an address has so many parts
    request: HttpRequest, slug: str, year: int, number: int, digest: str, ending: str
) -> HttpResponseBase:
    """Send a picture of an edition to those who may read the edition; of one that was taken back it is gone."""
    row = found_edition(request, slug, (year, number)).row
    if row.is_withdrawn:
        return private(HttpResponse(status=_GONE))
    picture = published_picture(row, digest, ending)
    if picture is None:
        raise nothing_there()
    if row.read_for != PUBLIC:
        return private(_response(picture))
    # What is taken back must not live on with whoever kept it.
    return checked(HttpResponseNotModified() if is_known(request, digest) else _response(picture), digest)


def _response(picture: PictureFile) -> HttpResponse:
    return HttpResponse(picture.content, content_type=_TYPES[picture.kind])
