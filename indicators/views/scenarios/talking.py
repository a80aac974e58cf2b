# SPDX-License-Identifier: EUPL-1.2
"""Comments on a scenario: said by whoever reads it, taken away and brought back."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from indicators.forms.scenarios import CommentForm
from indicators.models import Scenario
from indicators.selectors.scenarios.ground import ground_of
from indicators.services.scenarios.commenting import remove_comment, restore_comment, write_comment
from indicators.views.scenarios.access import ScenarioDesk, at_scenarios
from indicators.views.scenarios.page import show
from sozialplanung.accounts.desks import nothing
from sozialplanung.common.errors import DomainError
from sozialplanung.web.desks import small_number, told

_ACTS: Final[Mapping[str, tuple[Callable[..., bool], Promise]]] = MappingProxyType(
    {
        "remove": (remove_comment, _("The comment is taken away. You can bring it back below.")),
        "restore": (restore_comment, _("The comment is back.")),
    }
)


@require_POST
@at_scenarios
def comment(request: HttpRequest, desk: ScenarioDesk, uuid: UUID) -> HttpResponse:
    """Say something of a scenario, take words away, or bring them back."""
    row = desk.scenario(uuid)
    act = next((each for each in _ACTS if each in request.POST), None)
    if act is not None:
        _act(request, desk, row, act)
    else:
        form = CommentForm(request.POST)
        if not (form.is_valid() and _said(row, form, desk)):
            return show(request, desk, ground_of(row), form)
    return HttpResponseRedirect(f"{desk.url('scenario', uuid)}#comments")


def _act(request: HttpRequest, desk: ScenarioDesk, row: Scenario, act: str) -> None:
    """Do one thing with a comment; who may not is told nothing of it."""
    change, words = _ACTS[act]
    number = small_number(request.POST[act])
    if number is None or not change(scenario=row, number=number, by=desk.person):
        raise nothing()
    messages.success(request, str(words))


def _said(row: Scenario, form: CommentForm, desk: ScenarioDesk) -> bool:
    try:
        write_comment(scenario=row, text=form.cleaned_data["text"], by=desk.person)
    except DomainError as error:
        told(form, error)
        return False
    return True
