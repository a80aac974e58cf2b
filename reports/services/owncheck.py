# SPDX-License-Identifier: EUPL-1.2
"""Own areas that are published are held against one another: what they differ in is not told (methods/own-areas.md)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

import shapely
from django.db import connection

from indicators.selectors.owndifferences import Opening, ShownGround, Told, opening_of
from reports.errors import PublicationError
from reports.models import Edition, EditionState, Publication, Readers
from reports.rendering.ownshown import OwnShown, from_list
from sozialplanung.accounts.models import Organisation

# Two editions that were let out beside one another would not know of each other.
_LOCK: Final = 0x4F57_4E41
_CODES: Final[Mapping[Opening, str]] = MappingProxyType(
    {Opening.FEW: "reports.own_few", Opening.UNKNOWN: "reports.own_unknown", Opening.ONE: "reports.own_one"}
)


def refuse_opening(publication: Publication, own: tuple[OwnShown, ...]) -> None:
    """Raise where own areas of a document tell too much beside one another, or beside one that was ever published.

    Raises
    ------
    PublicationError
        ``reports.own_few`` where too few people live in what two of them differ in, ``reports.own_unknown`` where
        nobody knows how many, ``reports.own_one`` where it holds one hidden area alone; ``place`` names the panels.
    """
    if not own:
        return
    for number, one in enumerate(own):
        for other in own[:number]:
            _refuse(publication.organisation_id, (one, other), (publication.readers,), "")
        for edition, other in _published(publication.organisation_id):
            _refuse(publication.organisation_id, (one, other), (publication.readers, edition.readers), str(edition))


def refuse_beside(edition: Edition) -> None:
    """Raise where an edition that is to come out shows an own area beside one that came out meanwhile.

    Raises
    ------
    PublicationError
        As `refuse_opening`.
    """
    if not edition.own_areas:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, edition.organisation_id])
    for one in from_list(edition.own_areas):
        for other_edition, other in _published(edition.organisation_id):
            readers = (edition.readers, other_edition.readers)
            _refuse(edition.organisation_id, (one, other), readers, str(other_edition))


def _published(organisation_id: int) -> Iterator[tuple[Edition, OwnShown]]:
    """Return the own areas of all editions that were ever let out: who has read one may have kept it."""
    out = (EditionState.PUBLISHED, EditionState.WITHDRAWN)
    rows = Edition.objects.filter(organisation_id=organisation_id, state__in=out).exclude(own_areas=[])
    for edition in rows.order_by("pk"):
        yield from ((edition, shown) for shown in from_list(edition.own_areas))


def _refuse(organisation_id: int, pair: tuple[OwnShown, OwnShown], readers: tuple[str, ...], edition: str) -> None:
    """Raise where two own areas tell too much to those who read both: the council reads what the public does, too."""
    one, other = pair
    organisation = Organisation.objects.get(pk=organisation_id)
    organisation.audience = Readers.COUNCIL if Readers.COUNCIL in readers else Readers.PUBLIC
    opening = opening_of(organisation, _ground(one), _ground(other))
    if opening:
        panels = one.panel if edition else f"{other.panel}, {one.panel}"
        words = {"name": one.name, "other": ", ".join(filter(None, (other.name, edition)))}
        raise PublicationError(
            _CODES[opening], "What two own areas differ in would tell too much.", place=panels, **words
        )


def _ground(shown: OwnShown) -> ShownGround:
    told = frozenset(Told(*each) for each in shown.told)
    return ShownGround(shown.content_hash, shapely.from_wkb(shown.ground), told)
