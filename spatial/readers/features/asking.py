# SPDX-License-Identifier: EUPL-1.2
"""Asks a service of features of either kind, and tells what goes wrong in words that give no key away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spatial.readers.collected import Collected
from spatial.readers.features.ogcapi import (
    LONGEST_NAME,
    MOST_OFFERS,
    Fetched,
    Offer,
    Offers,
    fetch_collection,
    look_at_collections,
)
from spatial.readers.features.telling import told_of_fetching
from spatial.readers.texts import BoundaryFileError, refusal
from spatial.readers.wfs import fetch_layer, look_at_service

if TYPE_CHECKING:
    from spatial.readers.source import SourcePolicy, Watch

WFS, FEATURES = "wfs", "features"


@dataclass(frozen=True, slots=True)
class FeatureSource:
    """One collection of a service: ``kind`` is `WFS` or `FEATURES`; the address may bear a key."""

    kind: str
    address: str
    collection: str


def look_at_features(kind: str, address: str, policy: SourcePolicy) -> Offers:
    """Ask a service which collections it has.

    Parameters
    ----------
    kind : str
        ``wfs`` or ``features``.
    address : str
        Of the service, with or without a query; what the standard itself asks for is replaced.
    policy : SourcePolicy
        Allowed hosts and bounds.

    Returns
    -------
    Offers
        At least one collection.

    Raises
    ------
    BoundaryFileError
        ``spatial.fetch_…``: the address may not be asked, or its answer cannot be used.
    """
    try:
        if kind == FEATURES:
            return look_at_collections(address, policy)
        found = look_at_service(address, policy)
    except BoundaryFileError as error:
        raise told_of_fetching(error, address) from error
    named = (Offer(each.name, each.title) for each in found.layers if 0 < len(each.name) <= LONGEST_NAME)
    return Offers(found.title, tuple(named)[:MOST_OFFERS])


def fetched_features(source: FeatureSource, policy: SourcePolicy, watch: Watch) -> Fetched:
    """Fetch everything that a collection holds, or nothing.

    Parameters
    ----------
    source : FeatureSource
        Which collection of which service.
    policy : SourcePolicy
        Allowed hosts and bounds; they hold for all answers together.
    watch : Watch
        Is told how much came; what it raises ends the asking.

    Returns
    -------
    Fetched
        One GeoJSON with at least one feature; marks of features are a column ``id`` where there is none of that name.

    Raises
    ------
    BoundaryFileError
        ``spatial.fetch_…``: why there is nothing.
    """
    into = Collected(watch=watch, has_marks=True)
    try:
        if source.kind == FEATURES:
            fetched = fetch_collection(source.address, source.collection, policy, into)
        else:
            layer = fetch_layer(source.address, source.collection, policy, into)
            fetched = Fetched(layer.content, layer.count)
        if not fetched.count:
            raise refusal("fetch_empty")
        if len(fetched.content) > policy.max_bytes:
            raise refusal("source_too_large", limit=policy.max_bytes)
    except BoundaryFileError as error:
        raise told_of_fetching(error, source.address) from error
    return fetched
