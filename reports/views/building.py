# SPDX-License-Identifier: EUPL-1.2
"""Build a dashboard: begin it, add parts and panels, move them, undo, look at it. All without a script."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.rendering.profile_numbers import language_of
from reports.forms.editions import SubmitForm
from reports.forms.ownpanel import OwnPanelForm, own_said
from reports.forms.publications import (
    KIND_NAMES,
    BeginForm,
    Followed,
    HeadForm,
    PanelForm,
    PartForm,
    said_of,
)
from reports.models import Edition, EditionState, Publication, PublicationKind, Readers, Schedule
from reports.rendering.composition import (
    AREAS,
    KINDS,
    MOST_SHOWN,
    OWN,
    PICTURE,
    SCENARIO,
    Composition,
    Panel,
    described,
    free_name,
    lacking,
    moved,
    with_panel,
    with_part,
    without,
)
from reports.rendering.recommending import to_follow
from reports.selectors.choices import PanelChoices, choices_for, templates_for, with_scenarios, with_wholes
from reports.selectors.desk import can_undo, editions_of, has_newer_conversion, last_edition, publications_of
from reports.selectors.handings import last_handing
from reports.selectors.ownchoices import with_own_areas
from reports.selectors.prepared import prepared_of
from reports.selectors.subscribed import PUBLICATION
from reports.services import composing
from reports.services.documents import Issue, Made, address_of, document_of, figure_of, refused
from reports.services.panels.written import interpretations
from reports.views.access import ReportDesk, at_desk, crumbs, named, page
from reports.views.blocks import (
    Told,
    built_parts,
    contents_of,
    lacking_places,
    open_recommendations,
    picture_response,
    shown,
)
from reports.views.easywords import shown_easy
from reports.views.ownlook import own_look
from reports.views.picturing import PicturePlace, picture_panel
from sozialplanung.accounts.desks import nothing
from sozialplanung.common.errors import DomainError
from sozialplanung.notifications.selectors import subscribers_told
from sozialplanung.web.desks import revision_of, told
from sozialplanung.web.framing import framed_here
from sozialplanung.web.messages import sentence_for
from sozialplanung.web.uploads import takes_files


@require_safe
@at_desk
def desk_page(request: HttpRequest, desk: ReportDesk) -> HttpResponse:
    """List what is in work, what waits, what is out."""
    context = {"rows": publications_of(desk.organisation), "crumbs": crumbs(desk)}
    return page(request, desk, "list", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def begin_page(request: HttpRequest, desk: ReportDesk) -> HttpResponse:
    """Begin a dashboard or report."""
    if not desk.can_build:
        raise nothing()
    templates = templates_for(desk.organisation)
    said = request.POST if request.method == "POST" else None
    form = BeginForm(said, templates=templates)
    if form.is_valid():
        new = composing.NewPublication(
            form.cleaned_data["title"],
            PublicationKind.REPORT if form.chosen.is_report else PublicationKind.DASHBOARD,
            Readers(form.cleaned_data["readers"]),
            form.chosen.composition,
        )
        try:
            row = composing.create_publication(organisation=desk.organisation, new=new, by=desk.person)
        except DomainError as error:
            told(form, error)
        else:
            return HttpResponseRedirect(desk.url("publication", row.uuid))
    return page(request, desk, "begin", {"crumbs": crumbs(desk, label=_("New dashboard or report"))}, form=form)


@require_safe
@at_desk
def publication_page(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Show a dashboard in the making: its parts and panels, what they lack, what can be done."""
    row = desk.publication(uuid)
    made = _made(row)
    choices = choices_for(desk.organisation, row.readers)
    names = dict(choices.indicators)
    told, last = Told(made.problems, names), last_edition(row)
    parts, going, editions = built_parts(row.content, told), last_handing(row), editions_of(row)
    context = {
        "row": row,
        "parts": parts,
        "going": going,
        "prepared": prepared_of(row),
        "lacking": lacking_places(parts, going),
        "last": last,
        "unanswered": open_recommendations(last.content, row.content, told) if last else (),
        "is_incomplete": bool(made.problems or lacking(row.content)),
        "too_many": made.panels if made.panels > MOST_SHOWN else 0,
        "most": MOST_SHOWN,
        "kinds": [(kind, KIND_NAMES[kind]) for kind in KINDS],
        "loops": choices.loops,
        "can_undo": can_undo(row),
        "has_newer_conversion": (newest := _published(editions)) is not None and has_newer_conversion(newest),
        "editions": tuple(map(named, editions)),
        "subscribers": _subscribers(row, editions) if settings.MAIL_IS_ON and row.readers == Readers.PUBLIC else "",
        "head": HeadForm(
            initial={
                "title": row.title,
                "readers": row.readers,
                "schedule": row.schedule,
                "lead": row.content.lead,
                "revision": row.revision,
            }
        ),
        "submit": SubmitForm(initial={"revision": row.revision}),
        "crumbs": crumbs(desk, row),
    }
    return page(request, desk, "publication", context)


def _published(editions: Iterable[Edition]) -> Edition | None:
    """Return the newest edition that was published; editions are told newest first."""
    return next((each for each in editions if each.state == EditionState.PUBLISHED), None)


def _subscribers(row: Publication, editions: Iterable[Edition]) -> str:
    """Say in words how many have subscribed; before readers find an edition, nobody can."""
    if any(edition.published_at and edition.published_at <= timezone.now() for edition in editions):
        return subscribers_told(PUBLICATION, str(row.uuid))
    return _("readers can subscribe once an edition is out")


@require_safe
@at_desk
def preview_page(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Show a dashboard as its readers would see it now; nothing of it is out."""
    row = desk.publication(uuid)
    width = request.GET.get("breite", "")
    context = {"width": width if width in {"telefon", "papier"} else "", "crumbs": crumbs(desk, row, _("Preview"))}
    return page(request, desk, "preview", _previewed(desk, row) | context)


@framed_here
@require_safe
@at_desk
def preview_frame(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Show the same without the frame of a page, beside the form in which it is built."""
    context = {"language": get_language(), **_previewed(desk, desk.publication(uuid))}
    return page(request, desk, "preview_frame", context)


def _previewed(desk: ReportDesk, row: Publication) -> dict[str, Any]:
    made = _made(row)
    document = made.pinned.document
    sections = shown(document)
    return {
        "row": row,
        "document": document,
        "look": own_look(document, desk.organisation),
        "sections": sections,
        "contents": contents_of(sections, is_report=document.has_contents),
        "easy": shown_easy(document),
        "problems": made.problems,
        "previewed": _PREVIEWED if any(part.each for part in row.content.parts) else 0,
    }


@require_safe
@at_desk
def preview_picture(_request: HttpRequest, desk: ReportDesk, uuid: UUID, name: str) -> HttpResponse:
    """Send one map or chart of a dashboard in the making."""
    row = desk.publication(uuid)
    figure = figure_of(publication=row, name=name, language=language_of(get_language()))
    if figure is None:
        raise nothing()
    return picture_response(figure)


def _made(row: Publication) -> Made:
    """Make what it shows now; of parts that come once for each area the first ones alone."""
    language = language_of(get_language())
    issue = Issue(_("Draft"), timezone.localdate(), address_of(row.slug, _("draft")))
    return document_of(publication=row, issue=issue, language=language, most_areas=_PREVIEWED)


# At once, whatever the number of areas.
_PREVIEWED: Final = 3
Act = Callable[[Composition, HttpRequest], Composition]


def _add_part(content: Composition, request: HttpRequest) -> Composition:
    form = PartForm(request.POST)
    return with_part(content, form.cleaned_data["title"], form.each()) if form.is_valid() else content


def _rename_part(content: Composition, request: HttpRequest) -> Composition:
    form = PartForm(request.POST)
    if not form.is_valid():
        return content
    return described(content, request.POST.get("name", ""), form.cleaned_data["title"], form.each())


_ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "add": _add_part,
        "rename": _rename_part,
        "up": lambda content, request: moved(content, request.POST.get("name", ""), is_up=True),
        "down": lambda content, request: moved(content, request.POST.get("name", ""), is_up=False),
        "remove": lambda content, request: without(content, request.POST.get("name", "")),
    }
)


@require_POST
@at_desk
def change_publication(request: HttpRequest, desk: ReportDesk, uuid: UUID) -> HttpResponse:
    """Change the order, the parts, the head; or undo the last change."""
    row, act = desk.own(uuid), request.POST.get("act", "")
    try:
        if act == "undo":
            composing.undo(publication=row, revision=revision_of(request))
        elif act == "head":
            _change_head(request, desk, row)
        elif act in _ACTS:
            content = _ACTS[act](row.content, request)
            composing.save_composition(
                publication=row, composition=content, revision=revision_of(request), by=desk.person
            )
    except DomainError as error:
        messages.error(request, " ".join(sentence_for(error.to_problem())))
    name = request.POST.get("name", "")
    anchor = f"#{name}" if name and act in {"up", "down", "rename"} and name.isalnum() else ""
    return HttpResponseRedirect(f"{desk.url('publication', row.uuid)}{anchor}")


def _change_head(request: HttpRequest, desk: ReportDesk, row: Publication) -> None:
    form = HeadForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a title."))
        return
    said = form.cleaned_data
    head = composing.Head(said["title"], Readers(said["readers"]), Schedule(said["schedule"]))
    row = composing.change_head(publication=row, head=head, revision=said["revision"], by=desk.person)
    content = replace(row.content, lead=said["lead"])
    if content != row.content:
        composing.save_composition(publication=row, composition=content, revision=row.revision, by=desk.person)


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def panel_page(request: HttpRequest, desk: ReportDesk, uuid: UUID, name: str = "") -> HttpResponse:
    """Describe a panel: a new one in a part, or one that is there."""
    row = desk.own(uuid)
    before = row.content.panel(name) if name else None
    part, kind = request.GET.get("teil", ""), before.kind if before else request.GET.get("art", "")
    if (name and before is None) or kind not in KINDS or (before is None and row.content.part(part) is None):
        raise nothing()
    if kind == PICTURE:
        return picture_panel(request, desk, row, PicturePlace(before, part))
    choices, last = _choices(desk, row, kind, before), last_edition(row)
    earlier = last.content.panel(name) if last and name else None
    said = to_follow(earlier)
    followed = Followed(said, last.label) if last and said else None
    form = _panel_form(request, row, (before, kind, followed), choices)
    new = name or free_name(row.content, "panel", last.content if last else None)
    if (panel := _described(form, row, new, before)) is not None:
        content = with_panel(row.content, part, panel)
        try:
            composing.save_composition(
                publication=row, composition=content, revision=form.cleaned_data["revision"], by=desk.person
            )
        except DomainError as error:
            told(form, error)
        else:
            return _after_panel(request, desk, row, panel)
    label = str(KIND_NAMES[kind])
    context = {
        "row": row,
        "kind": label,
        "last": last,
        "said": interpretations(earlier) if earlier else (),
        "panel": name,
        "crumbs": crumbs(desk, row, label),
    }
    return page(request, desk, "panel", context, form=form)


def _described(form: PanelForm, row: Publication, name: str, before: Panel | None) -> Panel | None:
    """Return the panel that was described; None where something of it has to be said differently."""
    if not form.is_valid():
        return None
    panel = form.panel(name, before)
    if problem := refused(publication=row, panel=panel, language=language_of(get_language())):
        form.add_error("indicator", problem)
        return None
    return panel


def _after_panel(request: HttpRequest, desk: ReportDesk, row: Publication, panel: Panel) -> HttpResponse:
    """Lead back to the dashboard, or to the panel for whoever goes on at it."""
    if request.POST.get("act") != "stay":
        return HttpResponseRedirect(f"{desk.url('publication', row.uuid)}#{panel.name}")
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(desk.url("panel", row.uuid, panel.name))


def _choices(desk: ReportDesk, row: Publication, kind: str, before: Panel | None) -> PanelChoices:
    found = choices_for(desk.organisation, row.readers)
    if kind == OWN:
        return with_own_areas(found, desk.organisation, before)
    if kind == SCENARIO:
        return with_scenarios(found, desk.organisation)
    return with_wholes(found, desk.organisation) if kind == AREAS else found


def _panel_form(
    request: HttpRequest, row: Publication, panel: tuple[Panel | None, str, Followed | None], choices: PanelChoices
) -> PanelForm:
    before, kind, followed = panel
    form = OwnPanelForm if kind == OWN else PanelForm
    if request.method == "POST":
        return form(request.POST, kind=kind, choices=choices, followed=followed)
    said = {**said_of(before, followed), **own_said(before)} if before else {}
    initial = {**said, "revision": row.revision}
    return form(initial=initial, kind=kind, choices=choices, followed=followed)
