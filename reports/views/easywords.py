# SPDX-License-Identifier: EUPL-1.2
"""What a publication says in Leichte Sprache: where planners write it, and where readers find it."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.selectors.published import at_one_moment
from indicators.selectors.released import PUBLIC
from reports.forms.easywords import EasyWordsForm
from reports.models import Publication
from reports.rendering.document import Document, EasyWords, Language
from reports.selectors.editions import document_in
from reports.selectors.gone import without_gone
from reports.services import composing
from reports.views.access import ReportDesk, at_desk, crumbs, page
from reports.views.edition import Asked, Found, found_edition, nothing_there
from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.ownwords.texts import EasyPart, easy_parts
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import private, told
from sozialplanung.web.kept import A_DAY, made_once

# The text is German, whoever reads.
_GERMAN: Final[Language] = "de"
_GONE: Final = 410


@dataclass(frozen=True, slots=True)
class ShownEasy:
    """Words in Leichte Sprache as pages show them, part by part; who examined them; the address of a video."""

    parts: tuple[EasyPart, ...]
    checked_by: str
    video: str


def shown_easy(document: Document) -> ShownEasy | None:
    """Return what a document says in Leichte Sprache; None for nothing."""
    return _shown(document.easy) if document.easy else None


def _shown(easy: EasyWords) -> ShownEasy:
    return ShownEasy(easy_parts(easy.text), easy.checked_by, easy.video)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def easy_desk(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Write what a publication says in Leichte Sprache; it is frozen, looked at and published with all else."""
    row = desk.own(uuid)
    easy = row.content.easy
    initial = {
        "easy_text": easy.text,
        "easy_checked_by": easy.checked_by,
        "sign_language_url": easy.video,
        "revision": row.revision,
    }
    form = EasyWordsForm(posted(request), initial=initial)
    is_valid = form.is_valid() if form.is_bound else False
    if request.method == "POST" and is_valid and _written(request, desk, row, form):
        return HttpResponseRedirect(desk.url("publication", row.uuid))
    label = _("Leichte Sprache and sign language")
    context = {"row": row, "hints": form.hints if form.is_bound else (), "crumbs": crumbs(desk, row, label)}
    return page(request, desk, "easy", context, form=form)


def _written(request: HttpRequest, desk: ReportDesk, row: Publication, form: EasyWordsForm) -> bool:
    said = form.cleaned_data
    easy = EasyWords(said["easy_text"], said["easy_checked_by"], said["sign_language_url"])
    if easy == row.content.easy:
        messages.info(request, _("Nothing has changed."))
        return True
    try:
        composing.save_composition(
            publication=row, composition=replace(row.content, easy=easy), revision=said["revision"], by=desk.person
        )
    except DomainError as error:
        told(form, error)
        return False
    messages.success(request, _("Kept. Readers find it with the next edition."))
    return True


@require_safe
@at_one_moment()
def edition_easy(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponseBase:
    """Show what an edition says in Leichte Sprache."""
    found = found_edition(request, slug, (year, number))
    easy, is_gone = _easy_of(found)
    if not easy.text and not is_gone:
        raise nothing_there()
    row = found.row
    address = reverse("reports:edition", args=[row.slug, row.year, row.number])
    context = {
        "organisation": found.organisation,
        "section": "reports",
        "row": row,
        "easy": _shown(easy),
        "is_gone": is_gone,
        "crumbs": [
            {"label": _("Dashboards and reports"), "url": reverse("reports:editions", args=[found.organisation.slug])},
            {"label": row.title, "url": address},
            {"label": _("Easy language (German)"), "url": ""},
        ],
    }
    answer = render(request, "reports/edition_easy.html", context, status=_GONE if is_gone else 200)
    return answer if row.read_for == PUBLIC else private(answer)


def _easy_of(found: Found) -> tuple[EasyWords, bool]:
    """Return the words of an edition as they may be read now, and whether there were some that may not be any more.

    A document is large: what it says in Leichte Sprache is taken out of it once for all readers. What is for the
    council is kept nowhere.
    """
    if found.row.read_for != PUBLIC:
        return _read(_taken(found))
    digest = found.digest_of("easy", Asked(_GERMAN))
    return _read(made_once(f"reports.easy.{digest}", lambda: _taken(found), seconds=A_DAY))


def _read(kept: bytes) -> tuple[EasyWords, bool]:
    told = json.loads(kept)
    return EasyWords(**told["easy"]), told["is_gone"]


def _taken(found: Found) -> bytes:
    if found.row.is_withdrawn:
        return json.dumps({"easy": asdict(EasyWords()), "is_gone": True}).encode()
    pinned = document_in(found.row, _GERMAN)
    there = without_gone(pinned, found.standing.gone).easy if pinned else EasyWords()
    had_text = bool(pinned and pinned.document.easy.text)
    return json.dumps({"easy": asdict(there), "is_gone": had_text and not there.text}).encode()
