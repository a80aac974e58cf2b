# SPDX-License-Identifier: EUPL-1.2
"""Map services of others: what they offer, how a tile is asked for, and whether a picture came."""

from spatial.readers.maps.asking import fetched_picture, look_at_maps
from spatial.readers.maps.grid import Tile
from spatial.readers.maps.offers import MapOffer, MapOffers
from spatial.readers.maps.source import MapSource, source_of

__all__ = ["MapOffer", "MapOffers", "MapSource", "Tile", "fetched_picture", "look_at_maps", "source_of"]
