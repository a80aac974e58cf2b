# SPDX-License-Identifier: EUPL-1.2
"""The log of an organisation: who did what, when and why; to read, to filter, to take along."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sozialplanung.accounts.desks import for_whom
from sozialplanung.accounts.models import Assignment, Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.selectors import has_permission
from sozialplanung.audit.models import Event
from sozialplanung.audit.presenters import acts_that_say, sentence, topic, topics
from sozialplanung.audit.retention import retentions
from sozialplanung.audit.selectors import (
    LogQuery,
    LogScope,
    SealState,
    found_events,
    last_verification,
    seal_states,
)
from sozialplanung.audit.services import Subject, record
from sozialplanung.audit.wording import details_in_words, subject_in_words
from sozialplanung.common.csvsafe import Cell, to_csv
from sozialplanung.web.attachments import attachment
from sozialplanung.web.desks import day_field
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 50
# More rows than this no spreadsheet shows in one go; who needs them narrows the days.
MOST_ROWS: Final = 100_000
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who reads the log of an organisation."""

    organisation: Organisation
    person: User
    scope: LogScope


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the page shows it; `notes` hold what the sentence does not say: who, and what exactly."""

    event: Event
    sentence: str
    notes: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    seal: SealState


class LogForm(forms.Form):
    """What a reader looks for; sent by GET, so that every selection has an address of its own."""

    von = day_field(gettext_lazy("From"))
    bis = day_field(gettext_lazy("Until"))
    wer = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=_LONGEST)
    was = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Words"),
        help_text=gettext_lazy("Part of what happened, of the name of what was acted on, or of the reason."),
        required=False,
        max_length=_LONGEST,
    )

    def __init__(self, data: QueryDict) -> None:
        """Offer the topics that there are."""
        super().__init__(data)
        was = self.fields["was"]
        if isinstance(was, forms.ChoiceField):
            was.choices = [("", _("everything")), *((each.key, each.label) for each in topics())]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("von"), cleaned.get("bis")
        if since and until and until < since:
            self.add_error("bis", _("This day lies before the first one."))
        return cleaned

    def query(self) -> LogQuery:
        """Return what is looked for; only after `is_valid()`."""
        said = self.cleaned_data
        chosen = topic(said["was"])
        return LogQuery(
            since=said["von"],
            until=said["bis"],
            actor=said["wer"],
            actions=chosen.actions if chosen else (),
            but=chosen.but if chosen else (),
            words=said["text"],
            saying=acts_that_say(said["text"]) if said["text"] else frozenset(),
        )


def _place(person: User, body: Organisation) -> Reader | None:
    """Give a place to who may read the log here."""
    if not has_permission(person, Permission.VIEW_AUDIT_LOG, body):
        return None
    people = tuple(Assignment.every.filter(organisation=body).values_list("user_id", flat=True).distinct())
    with_sign_ins = has_permission(person, Permission.MANAGE_USERS, body)
    return Reader(body, person, LogScope(body.pk, people=people, with_sign_ins=with_sign_ins))


at_log = for_whom(_place)


@require_safe
@at_log
def log_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Show the newest events, those looked for."""
    query = QueryReader(request.GET, allowed=(*LogForm.base_fields, "seite"))
    number = query.integer("seite", minimum=1, maximum=1_000_000, default=1)
    form = LogForm(request.GET)
    is_valid = form.is_valid()
    found = found_events(reader.scope, form.query()) if is_valid else Event.objects.none()
    rows = Paginator(found, PAGE_SIZE)
    shown = rows.get_page(number)
    context = {
        "organisation": reader.organisation,
        "section": "log",
        "form": form,
        "is_filtered": is_valid and form.query() != LogQuery(),
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": _without_page(request.GET),
        "entries": entries(shown),
        "total": rows.count,
        "most": MOST_ROWS,
        "scope": reader.scope,
        "verification": last_verification(),
        "retentions": retentions(),
        "crumbs": [{"label": _("Log"), "url": ""}],
    }
    return render(request, "accounts/log.html", context, status=200 if is_valid else 400)


@require_POST
@at_log
def log_file(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Send what is looked for as CSV, and note who took it; by POST, since it writes."""
    form = LogForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("The selection is not valid."), status=400, content_type="text/plain; charset=utf-8")
    events = found_events(reader.scope, form.query())[:MOST_ROWS]
    body = to_csv(_file_rows(events))
    record(
        action="accounts.log_exported",
        by=reader.person,
        organisation=reader.organisation,
        subject=Subject("audit.log", label=reader.organisation.name),
        details={"count": len(events), "filter": {name: form.data.get(name, "") for name in form.fields}},
    )
    return attachment(body, f"protokoll_{reader.organisation.slug}_{timezone.localdate():%Y-%m-%d}.csv")


def entries(events: Iterable[Event]) -> tuple[Entry, ...]:
    """Return events with their sentences and seals."""
    listed = list(events)
    seals = seal_states(listed)
    return tuple(_entry(each, seals[each.pk]) for each in listed)


def _entry(event: Event, seal: SealState) -> Entry:
    told = sentence(event)
    notes = tuple(label for label in (subject_in_words(event), event.actor_label) if label and label not in told)
    return Entry(event, told, notes, details_in_words(event.details), seal)


def _file_rows(events: Iterable[Event]) -> Iterator[tuple[Cell, ...]]:
    yield (_("Entry"), _("When"), _("Who"), _("What happened"), _("Act"), _("Subject"), _("Reason"))
    for event in events:
        when = timezone.localtime(event.at).isoformat(sep=" ", timespec="seconds")
        yield event.pk, when, event.actor_label, sentence(event), event.action, subject_in_words(event), event.reason


def _without_page(query: QueryDict) -> str:
    kept = query.copy()
    kept.pop("seite", None)
    return f"{kept.urlencode()}&" if kept else ""
