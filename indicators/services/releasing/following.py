# SPDX-License-Identifier: EUPL-1.2
"""Compute anew what reads a layer of places, when a version of it or new boundaries come into force."""

from collections.abc import Collection
from typing import Final

from indicators.selectors import graph
from indicators.selectors.layerformulas import readers_of_layers
from indicators.services.releasing.refreshing import refresh_affected
from sozialplanung.accounts.models import Organisation, User
from spatial.selectors.inhabited import inhabited_slug
from spatial.selectors.layerfigures import LayerFact

# The functions that ask where in an area people live.
_LIVED: Final = frozenset({"reached"})


def follow_layer(fact: LayerFact, by: User) -> None:
    """Enqueue what reads a layer and everything below it, in the transaction that put its version in force."""
    organisation = Organisation.objects.get(pk=fact.organisation_id)
    readers = readers_of_layers(organisation_id=organisation.pk, slugs={fact.slug})
    if fact.slug == inhabited_slug(organisation.pk):
        readers |= readers_of_layers(organisation_id=organisation.pk, functions=_LIVED)
    _enqueue(organisation, readers, by, f"layer version {fact.version_id}{fact.mark}")


def follow_people(organisation: Organisation, by: User, key: str) -> None:
    """Enqueue what reads where people live, and everything below it, in the transaction that decided on it."""
    _enqueue(organisation, readers_of_layers(organisation_id=organisation.pk, functions=_LIVED), by, key)


def follow_boundaries(organisation: Organisation, by: User, key: str) -> None:
    """Enqueue what reads any layer: on new boundaries places are counted anew."""
    _enqueue(organisation, readers_of_layers(organisation_id=organisation.pk), by, key)


def _enqueue(organisation: Organisation, readers: Collection[int], by: User, key: str) -> None:
    if readers:
        wanted = graph.downstream_of(organisation_id=organisation.pk, indicator_ids=readers)
        refresh_affected(organisation=organisation, indicator_ids=wanted, by=by, after=(), key=key)
