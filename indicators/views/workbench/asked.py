# SPDX-License-Identifier: EUPL-1.2
"""What an address of the workbench asks for."""

from uuid import UUID

from django.http import HttpRequest

from indicators.models import OwnArea
from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench.reading import Reading, read_state
from indicators.selectors.ownareas import linked_area, readable_area
from indicators.selectors.readership import reads_more
from indicators.selectors.workbench.settling import Settled, settled, with_own
from sozialplanung.accounts.models import Organisation, User


def asked_by(request: HttpRequest, language: Language) -> Reading:
    """Read an address; of a filter that is named several times every condition counts."""
    return read_state(((name, text) for name, texts in request.GET.lists() for text in texts), language)


def settled_for(request: HttpRequest, publisher: Organisation, reading: Reading, language: Language) -> Settled | None:
    """Read what an address means, with the own area that it names, where that is open to whoever asks.

    A saved one is open to everybody by its link; to who reads more than everybody here where it is theirs or shared.
    """

    def opened(uuid: UUID) -> OwnArea | None:
        row = linked_area(publisher, uuid)
        if row is None and isinstance(request.user, User) and reads_more(request.user, publisher):
            return readable_area(request.user, publisher, uuid)
        return row

    found = settled(publisher, reading, language)
    return None if found is None else with_own(found, opened)


def has_saved(found: Settled) -> bool:
    """Say whether an answer tells of a saved own area: who may open it can change, so that nobody keeps the answer."""
    return found.own is not None and found.own.shape is None
