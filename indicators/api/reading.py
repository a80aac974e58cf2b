# SPDX-License-Identifier: EUPL-1.2
"""For whom the API reads: the public, or by a session another audience that the parameter names."""

from typing import Final

from django.contrib.auth import get_user
from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from indicators.errors import NotReleasedError
from indicators.selectors.readership import audiences_of, reading_for
from indicators.selectors.released import PUBLIC
from sozialplanung.accounts.models import Organisation
from sozialplanung.accounts.refusals import note_refusal
from spatial.api.base import ReadView

AUDIENCE: Final = OpenApiParameter(
    "audience",
    OpenApiTypes.STR,
    default=PUBLIC,
    description="for whom the figures are; all but `public` need a session that may read them, else there is nothing",
)


class ReleasedView(ReadView):
    """A read view of released things: those of the public whoever asks, unless it is asked for another audience."""

    def organisation(self) -> Organisation:
        """Return the organisation at the head of the address, read for the audience that is asked for."""
        organisation = super().organisation()
        wanted = self.query().text("audience") or PUBLIC
        organisation.audience = audience_asked(self.request._request, organisation, wanted)  # noqa: SLF001 (what Django sees)
        self.is_private = organisation.audience != PUBLIC
        return organisation


def audience_asked(request: HttpRequest, organisation: Organisation, wanted: str) -> str:
    """Return how the audience that is asked for is read; the session is looked at for another than the public alone.

    Who is signed in and is refused leaves an event, as at the desks.

    Raises
    ------
    NotReleasedError
        The reader is not of it, nothing is in force for it, or it does not exist: the three are told alike.
    """
    if wanted == PUBLIC:
        return PUBLIC
    person = get_user(request)
    reading = reading_for(wanted, audiences_of(person, organisation))
    if reading is None:
        note_refusal(request, person, organisation.slug)
        raise nothing()
    return reading


def nothing() -> NotReleasedError:
    """Return the error for what is not released or never was: the two are told alike."""
    return NotReleasedError("http.not_found", "There is nothing at this address.")
