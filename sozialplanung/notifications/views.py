# SPDX-License-Identifier: EUPL-1.2
"""One's own notifications: read, marked as read, and what one wants of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sozialplanung.accounts.keeping import at_work, posted, sign_in_first
from sozialplanung.accounts.models import User
from sozialplanung.notifications.forms import PreferencesForm
from sozialplanung.notifications.registry import followed_by
from sozialplanung.notifications.selectors import notifications_of, preferences_of
from sozialplanung.notifications.services.mailing import sentence_of
from sozialplanung.notifications.services.telling import choose, mark_read
from sozialplanung.web.desks import private, status_of
from sozialplanung.web.query import QueryReader

PAGE_SIZE: Final = 25
LISTS: Final = ("neue", "alle")


def for_oneself(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let people see what is theirs; nobody else's can be addressed."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the view takes
        if not isinstance(request.user, User):
            return private(sign_in_first(request))
        person = request.user
        return private(at_work(request, person, lambda: view(request, person, **kwargs)))

    guarded.keeps_forms = True  # type: ignore[attr-defined]  # read where a token is too old
    return guarded


@require_safe
@for_oneself
def list_page(request: HttpRequest, person: User) -> HttpResponse:
    """List what somebody was told."""
    query = QueryReader(request.GET, allowed=("liste", "seite"))
    chosen = query.choice("liste", LISTS) or "neue"
    number = query.integer("seite", minimum=1, maximum=100_000, default=1)
    found = notifications_of(person)
    unread = found.filter(read_at=None)
    rows = Paginator(unread if chosen == "neue" else found, PAGE_SIZE)
    shown = rows.get_page(number)
    context = {
        "page": shown,
        "pages": list(rows.get_elided_page_range(shown.number)),
        "query": f"liste={chosen}&",
        "tabs": _tabs(chosen, unread.count(), found.count()),
        "rows": [(each, sentence_of(each)) for each in shown],
        "chosen": chosen,
        "crumbs": [{"label": _("Notifications"), "url": ""}],
    }
    return render(request, "notifications/list.html", context)


def _tabs(chosen: str, unread: int, total: int) -> list[dict[str, object]]:
    labels = (("neue", _("Unread"), unread), ("alle", _("All"), total))
    return [
        {"label": label, "url": f"?liste={key}", "count": count, "is_current": key == chosen}
        for key, label, count in labels
    ]


@require_POST
@for_oneself
def open_notification(request: HttpRequest, person: User, number: UUID) -> HttpResponse:
    """Lead to the matter; from then on the notification counts as read. By POST, since it writes."""
    del request
    notification = get_object_or_404(notifications_of(person), pk=number)
    mark_read(person=person, notification=notification)
    return redirect(notification.path)


@require_POST
@for_oneself
def read_all(request: HttpRequest, person: User) -> HttpResponse:
    """Mark everything as read."""
    del request
    mark_read(person=person)
    return redirect("notifications:list")


@require_http_methods(["GET", "HEAD", "POST"])
@for_oneself
def preferences_page(request: HttpRequest, person: User) -> HttpResponse:
    """Show and take what somebody wants to be told, and how."""
    said = preferences_of(person)
    initial = model_to_dict(said)
    if said._state.adding:  # noqa: SLF001 - Django's public API, whatever its name
        initial["language"] = (get_language() or said.language)[:2]
    form = PreferencesForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        choose(person=person, wishes=form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return redirect("notifications:preferences")
    titles = (
        ("approvals", _("Deliveries and boundary versions that wait for my approval")),
        ("deliveries", _("What becomes of deliveries, boundary versions and questions of mine")),
        ("reminders", _("Readers' questions, and reminders of what waits, lies untouched or is overdue")),
        ("subscriptions", _("New figures in topics that I follow")),
        ("comments", _("Comments on scenarios that I take part in")),
    )
    topics = [(title, form[f"{topic}_shown"], form[f"{topic}_mail"]) for topic, title in titles]
    crumbs = [{"label": _("Notifications"), "url": ".."}, {"label": _("What I want to be told"), "url": ""}]
    context = {"form": form, "topics": topics, "crumbs": crumbs, "is_mailing": settings.MAIL_IS_ON}
    context["followed"] = followed_by(person)
    return render(request, "notifications/preferences.html", context, status=status_of(form))
