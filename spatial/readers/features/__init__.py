# SPDX-License-Identifier: EUPL-1.2
"""Places by address: what a WFS or an OGC API Features offers, and everything that one of its collections holds."""

from spatial.readers.features.asking import FEATURES, WFS, FeatureSource, fetched_features, look_at_features
from spatial.readers.features.ogcapi import Fetched, Offer, Offers

__all__ = ["FEATURES", "WFS", "FeatureSource", "Fetched", "Offer", "Offers", "fetched_features", "look_at_features"]
