# SPDX-License-Identifier: EUPL-1.2
"""Note who takes figures out of the house that are not released."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Protocol

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.audit.services import record


class Place(Protocol):
    """The place of a person at a desk."""

    @property
    def person(self) -> User:
        """Who sits there."""

    @property
    def organisation(self) -> Organisation:
        """Whose desk it is."""


View = Callable[..., HttpResponse]


def hands_out(subject: Callable[[Any, Mapping[str, Any]], Model]) -> Callable[[View], View]:
    """Write an event for each file of unreleased figures that a desk hands out; `subject` says what it is about.

    Stands below the door of the desk. It is a note beside the answer, as a line of a server's log is: the file stays
    safe to ask for. Who only asks whether it is there (HEAD) takes nothing along.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def told(request: HttpRequest, place: Place, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - whatever the view takes
            answer = view(request, place, **kwargs)
            if request.method == "GET":
                _note(place, subject(place, kwargs), answer)
            return answer

        return told

    return guard


def _note(place: Place, subject: Model, answer: HttpResponse) -> None:
    name = answer.headers.get("Content-Disposition", "").partition("filename=")[2].strip('"')
    record(
        action="accounts.figures_exported",
        by=place.person,
        organisation=place.organisation,
        subject=subject,
        details={"file": name, "bytes": len(answer.content)},
    )
