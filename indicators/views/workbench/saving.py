# SPDX-License-Identifier: EUPL-1.2
"""Saved selections: listed, saved from the workbench, renamed, shared, removed and brought back by their owners."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.errors import KeepsakeError, SelectionError
from indicators.forms.keepsake import NameForm
from indicators.forms.savedselection import SavedSelectionForm
from indicators.models import SavedSelection
from indicators.rendering.profile_numbers import language_of
from indicators.rendering.workbench.reading import read_state
from indicators.selectors.readership import audiences_of, reads_more
from indicators.selectors.savedselections import own_selection, readable_selections, removed_selections
from indicators.selectors.workbench.settling import Settled, settled
from indicators.services import savedselections
from indicators.views.workbench.asked import asked_by
from sozialplanung.accounts.desks import for_whom, nothing
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.web.messages import Sentence, register_sentences, sentence_for


@dataclass(frozen=True, slots=True)
class SavingDesk:
    """A person of the house who may keep selections."""

    publisher: Organisation
    person: User


def may_save(person: object, body: Organisation) -> bool:
    """Say whether somebody keeps selections, views and own areas here: who reads more than everybody does."""
    return reads_more(person, body)


def _place(person: User, body: Organisation) -> SavingDesk | None:
    return SavingDesk(body, person) if may_save(person, body) else None


at_saving = for_whom(_place)


@require_safe
@at_saving
def saved_page(request: HttpRequest, desk: SavingDesk) -> HttpResponse:
    """List the own selections, those of the house, and what can be brought back."""
    return render(request, "indicators/workbench/saved.html", _list(request, desk))


@require_http_methods(["GET", "HEAD", "POST"])
@at_saving
def save_page(request: HttpRequest, desk: SavingDesk) -> HttpResponse:
    """Save the choice of an address under a name."""
    query = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    found = settled_for(desk, query)
    if found is None:
        raise nothing()
    form = SavedSelectionForm(
        request.POST if request.method == "POST" else None, initial={"query": found.state.query()}
    )
    row = _saved(form, desk, found) if form.is_valid() else None
    if row is not None:
        messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
        return HttpResponseRedirect(f"{address_at(desk, 'saved')}?{found.state.query()}")
    ground = found.facts.ground.area_names()
    context = {
        "form": form,
        "areas": sorted(ground[place].name for place in found.chosen),
        "level": found.facts.ground.shown.level_name_plural,
        "edition": found.facts.ground.shown.name,
        "back": f"{address_at(desk, 'workbench')}?{found.state.query()}",
        **crumbs_to(desk, _("Save the choice")),
    }
    return render(request, "indicators/workbench/save.html", context, status=422 if form.errors else 200)


@require_POST
@at_saving
def change_saved(request: HttpRequest, desk: SavingDesk, uuid: UUID) -> HttpResponse:
    """Rename, share, keep for oneself, remove or bring back a selection of one's own."""
    action = request.POST.get("action", "")
    rows = removed_selections(desk.person, desk.publisher)
    row = rows.filter(uuid=uuid).first() if action == "restore" else own_selection(desk.person, desk.publisher, uuid)
    if row is None:
        raise nothing()
    try:
        if action in _ACTS:
            messages.success(request, _ACTS[action](request, desk, row))
    except KeepsakeError as error:
        messages.error(request, " ".join(sentence_for(error.to_problem())))
    return HttpResponseRedirect(f"{address_at(desk, 'saved')}?{asked_query(request)}")


def _rename(request: HttpRequest, desk: SavingDesk, row: SavedSelection) -> str:
    form = NameForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    before = row.name
    row = savedselections.rename_selection(selection=row, name=name, by=desk.person)
    return _("“%(before)s” is called “%(name)s” now.") % {"before": before, "name": row.name}


def _share(_request: HttpRequest, desk: SavingDesk, row: SavedSelection) -> str:
    savedselections.share_selection(selection=row, is_shared=True, by=desk.person)
    return _("Whoever signs in here can open “%(name)s” now.") % {"name": row.name}


def _keep(_request: HttpRequest, desk: SavingDesk, row: SavedSelection) -> str:
    savedselections.share_selection(selection=row, is_shared=False, by=desk.person)
    return _("“%(name)s” is yours alone again.") % {"name": row.name}


def _remove(_request: HttpRequest, desk: SavingDesk, row: SavedSelection) -> str:
    savedselections.remove_saved_selection(selection=row, by=desk.person)
    return _("“%(name)s” is removed. You can bring it back below.") % {"name": row.name}


def _restore(_request: HttpRequest, desk: SavingDesk, row: SavedSelection) -> str:
    savedselections.restore_saved_selection(selection=row, by=desk.person)
    return _("“%(name)s” is back.") % {"name": row.name}


_ACTS: Final[Mapping[str, Callable[[HttpRequest, SavingDesk, SavedSelection], str]]] = MappingProxyType(
    {"rename": _rename, "share": _share, "keep": _keep, "remove": _remove, "restore": _restore}
)


def _saved(form: SavedSelectionForm, desk: SavingDesk, found: Settled) -> SavedSelection | None:
    try:
        return savedselections.save_selection(
            organisation=desk.publisher,
            version=found.facts.ground.shown,
            places=found.chosen,
            name=form.cleaned_data["name"],
            is_shared=form.cleaned_data["is_shared"],
            by=desk.person,
        )
    except (KeepsakeError, SelectionError) as error:
        form.add_error("name", " ".join(sentence_for(error.to_problem())))
        return None


def settled_for(desk: SavingDesk, query: str) -> Settled | None:
    """Read what an address means to somebody of the house; None where nothing is published yet."""
    language = language_of(get_language())
    desk.publisher.audience = audiences_of(desk.person, desk.publisher)[0]
    return settled(desk.publisher, read_state(parse_qsl(query), language), language)


def _list(request: HttpRequest, desk: SavingDesk) -> dict[str, Any]:
    state = asked_by(request, language_of(get_language())).state
    rows = readable_selections(desk.person, desk.publisher, state)
    return {
        "own": [row for row in rows if row.is_own],
        "shared": [row for row in rows if not row.is_own],
        "removed": removed_selections(desk.person, desk.publisher),
        "workbench": address_at(desk, "workbench"),
        "query": state.query(),
        **crumbs_to(desk, _("Saved selections")),
    }


def asked_query(request: HttpRequest) -> str:
    """Return the state of the workbench that the list was opened from, whatever else stands there left out."""
    return read_state(parse_qsl(request.POST.get("query", "")), language_of(get_language())).state.query()


def crumbs_to(desk: SavingDesk, label: str) -> dict[str, Any]:
    """Return where a page about saved things stands: below the workbench."""
    crumbs = [{"label": _("Analyse"), "url": address_at(desk, "workbench")}, {"label": label, "url": ""}]
    return {"organisation": desk.publisher, "section": "workbench", "crumbs": crumbs}


def address_at(place: SavingDesk | Organisation, name: str) -> str:
    """Return the address of a page of an organisation."""
    organisation = place.publisher if isinstance(place, SavingDesk) else place
    return reverse(f"indicators:{name}", args=[organisation.slug])


register_sentences(
    {
        "kept.nameless": Sentence(
            gettext_lazy("What you save needs a name of at most 120 characters."),
            gettext_lazy("Write one under which you find it again."),
        ),
        "kept.twice": Sentence(
            gettext_lazy("You have saved something called “%(name)s” here already."),
            gettext_lazy("Choose another name."),
        ),
        "kept.too_long": Sentence(
            gettext_lazy("This view says more than an address has room for."),
            gettext_lazy("Take away a condition of the filter or a further indicator, and save it then."),
        ),
        "kept.unshared": Sentence(
            gettext_lazy("It was not said who can open it."), gettext_lazy("Choose one of those offered.")
        ),
    }
)
