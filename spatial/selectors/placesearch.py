# SPDX-License-Identifier: EUPL-1.2
"""Places of layers in force by their names, whatever the spelling."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.contrib.gis.db.models.functions import PointOnSurface

from sozialplanung.common.folding import folded
from spatial.models import LayerFeature, LayerKind
from spatial.selectors.kept import Kept
from spatial.selectors.layers import LayerEntry, layers_in_force
from spatial.selectors.rows import PUBLIC, OrganisationKey

MOST_PLACES: Final = 8
SHORTEST: Final = 3
# Trees and lamps by the ten thousand have numbers and no names.
MOST_OF_A_LAYER: Final = 20_000
_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of a layer in force; `point` (longitude, latitude) lies in it, and is None of a line or an area."""

    name: str
    address: str
    layer: LayerEntry
    point: tuple[float, float] | None


def places_named(organisation: OrganisationKey, text: str) -> tuple[PlaceRow, ...]:
    """Return at most 8 places whose name holds the text, those that begin with it first; nothing below 3 letters."""
    wanted = _words(text)
    if len(wanted.replace(" ", "")) < SHORTEST:
        return ()
    entries = {each.version.pk: each for each in layers_in_force(organisation.id)}
    searched = [pk for pk, each in entries.items() if each.version.feature_count <= MOST_OF_A_LAYER]
    found = sorted(_found(searched, wanted))[:MOST_PLACES]
    rows = LayerFeature.objects.using(PUBLIC).filter(pk__in=[pk for *_, pk in found])
    told = rows.annotate(spot=PointOnSurface("geometry")).values_list("pk", "version_id", "name", "address", "spot")
    places = {
        pk: PlaceRow(name, address, entries[version], (spot.x, spot.y) if _is_point(entries[version]) else None)
        for pk, version, name, address, spot in told
    }
    return tuple(places[pk] for *_, pk in found if pk in places)


def _found(versions: Iterable[int], wanted: str) -> Iterable[tuple[int, str, int]]:
    """Yield how far a name is from what was asked for (0 to 3), the name, and the place."""
    for version in versions:
        for words, pk in _NAMES(version):
            if wanted in words:
                yield _distance(words, wanted), words, pk


def _distance(words: str, wanted: str) -> int:
    """Return 0 for the whole name, 1 for its beginning, 2 for that of a word, 3 for any part."""
    if words == wanted:
        return 0
    return 1 if words.startswith(wanted) else 2 if f" {wanted}" in words else 3


def _is_point(entry: LayerEntry) -> bool:
    return entry.layer.kind == LayerKind.POINT


def _words(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded(text)).split())


def _names(version: int) -> tuple[tuple[str, int], ...]:
    rows = LayerFeature.objects.using(PUBLIC).filter(version_id=version).order_by().values_list("name", "pk")
    return tuple((_words(name), pk) for name, pk in rows)


# Versions never change once they are in force.
_NAMES: Final = Kept(_names, _KEPT)
