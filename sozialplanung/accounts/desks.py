# SPDX-License-Identifier: EUPL-1.2
"""The door of every desk of an organisation: who has a place there, and what the others get to see."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from sozialplanung.accounts.keeping import at_work, sign_in_first
from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.refusals import note_refusal
from sozialplanung.accounts.selectors import has_permission, organisation_by_slug
from sozialplanung.common.errors import NotFoundError
from sozialplanung.web.desks import private
from sozialplanung.web.rawfigures import raw_figures

View = Callable[..., HttpResponseBase]


def for_whom(
    find: Callable[[User, Organisation], object | None],
    *,
    reads_part: Callable[[User, Organisation], bool] = lambda _person, _organisation: False,
) -> Callable[[View], View]:
    """Let in whom `find` gives a place at an organisation; the view takes the place instead of the slug.

    `reads_part` is for desks that know what a part is: it says whether a narrowed role lets somebody read the raw
    figures of their part there.

    Others sign in, or find nothing; what they typed is kept for them, and no answer is stored anywhere. Who is signed
    in and finds nothing leaves an event, be the thing foreign or not there at all.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, organisation: str, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - whatever the view takes
            try:
                return answered(request, organisation, kwargs)
            except (NotFoundError, Http404):
                note_refusal(request, request.user, organisation)
                raise

        def answered(request: HttpRequest, organisation: str, kwargs: dict[str, Any]) -> HttpResponseBase:
            body = organisation_by_slug(organisation)
            person = request.user
            if not isinstance(person, User):
                return private(sign_in_first(request))
            place = find(person, body)
            if place is None:
                raise nothing()
            with raw_figures(lambda: _reads_raw(person, body) or reads_part(person, body)):
                return private(at_work(request, person, lambda: view(request, place, **kwargs)))

        # Read by the page that explains who gets in.
        guarded.find = find  # type: ignore[attr-defined]
        guarded.keeps_forms = True  # type: ignore[attr-defined]  # read where a token is too old
        return guarded

    return guard


def _reads_raw(person: User, organisation: Organisation) -> bool:
    return has_permission(person, Permission.VIEW_RAW_FIGURES, organisation)


def nothing() -> NotFoundError:
    """Return the answer to somebody for whom there is nothing."""
    return NotFoundError("http.not_found", "There is nothing at this address.")
