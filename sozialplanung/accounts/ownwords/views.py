# SPDX-License-Identifier: EUPL-1.2
"""The desk at which an organisation writes in Leichte Sprache and names its video in sign language."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sozialplanung.accounts.keeping import posted
from sozialplanung.accounts.looks.views import LookDesk, at_looks
from sozialplanung.accounts.models import OwnWords
from sozialplanung.accounts.ownwords.forms import OwnWordsForm
from sozialplanung.accounts.ownwords.services import Words, restore_own_words, write_own_words
from sozialplanung.accounts.ownwords.texts import easy_parts
from sozialplanung.web.desks import status_of

_MOST: Final = 20
_FIELDS: Final = ("easy_text", "easy_checked_by", "sign_language_url")


@require_http_methods(["GET", "HEAD", "POST"])
@at_looks
def words_page(request: HttpRequest, desk: LookDesk) -> HttpResponse:
    """Show what the organisation says in its own words, and take other ones."""
    body = desk.organisation
    form = OwnWordsForm(posted(request), initial={name: getattr(body, name) for name in _FIELDS})
    is_valid = form.is_valid() if form.is_bound else False
    if request.method == "POST" and is_valid:
        words = Words(**{name: form.cleaned_data[name] for name in _FIELDS})
        if words == Words(**{name: getattr(body, name) for name in _FIELDS}):
            messages.info(request, _("Nothing has changed."))
        else:
            write_own_words(organisation=body, words=words, by=desk.person)
            messages.success(request, _("Kept. What stood there before can be taken again below."))
        return redirect(desk.url("own_words"))
    rows = OwnWords.objects.filter(organisation_id=body.pk).select_related("written_by")[:_MOST]
    context = {
        "organisation": body,
        "section": "settings",
        "desk": desk,
        "form": form,
        "hints": form.hints if form.is_bound else (),
        "earlier": [(each, easy_parts(each.easy_text)) for each in rows[1:]],
        "crumbs": [
            {"label": _("Settings"), "url": reverse("indicators:settings", args=[body.slug])},
            {"label": _("Leichte Sprache and sign language"), "url": ""},
        ],
    }
    return render(request, "accounts/ownwords/words.html", context, status=status_of(form))


@require_POST
@at_looks
def restore_words(request: HttpRequest, desk: LookDesk, number: int) -> HttpResponse:
    """Say again what was said before."""
    earlier = get_object_or_404(OwnWords, pk=number, organisation_id=desk.organisation.pk)
    restore_own_words(organisation=desk.organisation, earlier=earlier, by=desk.person)
    messages.success(request, _("The earlier words are there again."))
    return redirect(desk.url("own_words"))
