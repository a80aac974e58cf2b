# SPDX-License-Identifier: EUPL-1.2
"""Who may write breaks and annotations of an organisation or decide on them, and what their pages share."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Annotation, RemarkChange, SeriesBreak
from indicators.selectors.approvals import approves_at
from indicators.selectors.figureremarks import open_count
from indicators.selectors.remarks import change_lines, waiting_changes
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.web.desks import status_of


@dataclass(frozen=True, slots=True)
class NotesDesk:
    """A person where breaks and annotations of an organisation are kept."""

    organisation: Organisation
    person: User
    can_edit: bool
    can_decide: bool

    def url(self, name: str, *arguments: object) -> str:
        """Return the address of a page."""
        return reverse(f"indicators:{name}", args=[self.organisation.slug, *arguments])

    def series_break(self, pk: int) -> SeriesBreak:
        """Return a break of this organisation, in force or not."""
        rows = SeriesBreak.everything.filter(organisation=self.organisation, pk=pk)
        found = rows.select_related("organisation", "indicator", "from_period", "to_period").first()
        if found is None:
            raise nothing()
        return found

    def annotation(self, pk: int) -> Annotation:
        """Return an annotation of this organisation, in force or not."""
        rows = Annotation.everything.filter(organisation=self.organisation, pk=pk)
        found = rows.select_related("organisation", "indicator", "period").first()
        if found is None:
            raise nothing()
        return found

    def change(self, pk: int) -> RemarkChange:
        """Return a change of a break or an annotation of this organisation."""
        rows = RemarkChange.objects.filter(organisation=self.organisation, pk=pk)
        found = rows.select_related("organisation", "created_by", "decided_by", "series_break__indicator").first()
        if found is None:
            raise nothing()
        return found

    def require_editor(self) -> None:
        """Let nobody see here who may not write."""
        if not self.can_edit:
            raise nothing()


def _place(person: User, body: Organisation) -> NotesDesk | None:
    """Give a place to who edits the catalogue or approves here."""
    can_edit = has_permission(person, Permission.EDIT_CATALOGUE, body)
    can_decide = approves_at(person, body)
    return NotesDesk(body, person, can_edit, can_decide) if can_edit or can_decide else None


at_notes = for_whom(_place)


def page(
    request: HttpRequest, desk: NotesDesk, template: str, context: dict[str, Any], *, form: Form | None = None
) -> HttpResponse:
    """Show a page; one whose form has errors says so in its status."""
    shared = {"organisation": desk.organisation, "section": "notes", "desk": desk, "form": form}
    return render(request, f"indicators/remarks/{template}.html", {**shared, **context}, status=status_of(form))


def tabs(desk: NotesDesk, current: str) -> list[dict[str, object]]:
    """Return the lists of the desk."""
    waiting = waiting_changes(desk.organisation).count()
    entries: tuple[tuple[str, str, int | None], ...] = (
        ("breaks", _("Series breaks"), None),
        ("annotations", _("Annotations"), None),
        ("known_breaks", _("Known breaks"), None),
        ("regional_list", _("Regional defaults"), None),
        ("wording_list", _("Names of classes"), None),
        ("remark_changes", _("Waiting for a decision"), waiting),
        ("figure_remarks", _("Readers' questions"), open_count(desk.organisation)),
    )
    return [
        {"label": label, "url": desk.url(name), "is_current": name == current, "count": count}
        for name, label, count in entries
    ]


def crumbs(desk: NotesDesk, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way to a page below the list of breaks."""
    way = [(_("Notes"), desk.url("breaks")), *steps]
    return [{"label": label, "url": url} for label, url in way]


def history(desk: NotesDesk, row: SeriesBreak | Annotation) -> list[dict[str, Any]]:
    """Return the life of a row in words, the newest change first; the last one in force can be undone."""
    changes = row.changes.select_related("created_by", "decided_by")
    return [
        {
            "change": change,
            "lines": change_lines(change, desk.organisation),
            "can_undo": desk.can_edit and change.state == "in_force" and change.revision == row.revision,
        }
        for change in changes
    ]
