# SPDX-License-Identifier: EUPL-1.2
"""Where the places and the streets of a file come from: as lines above a table, and as cells at the end of a row."""

from typing import Final

from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import Language, date_words
from indicators.views.mapfilefacts import Lines, licence_words
from sozialplanung.common.licences import licence_named
from spatial.selectors.layers import LayerEntry
from spatial.selectors.networks import NetworkRow

# Heads of `ground_cells`.
GROUND_HEAD: Final = ("quelle", "lizenz", "strassennetz", "strassennetz_quelle", "strassennetz_lizenz")


def layer_lines(entry: LayerEntry, language: Language) -> Lines:
    """Say which places these are, of when, from whom and under which licence."""
    version = entry.version
    as_of = _("as of %(day)s (version %(number)s)") % {
        "day": date_words(version.valid_from, language),
        "number": version.number,
    }
    return (
        (_("Sites"), f"{entry.layer.name}, {as_of}"),
        (_("Source of the sites"), _places_credit(entry)),
        (_("Licence of the sites"), licence_words(*licence_named(version.licence))),
    )


def network_lines(network: NetworkRow) -> Lines:
    """Say which streets these are, from whom and under which licence."""
    return (
        (_("Street network"), network.name),
        (_("Source of the street network"), _streets_credit(network)),
        (_("Licence of the street network"), licence_words(*licence_named(network.licence))),
    )


def ground_cells(entry: LayerEntry, network: NetworkRow) -> tuple[str, ...]:
    """Return source and licence of places and streets for the end of each row."""
    licences = [licence_words(*licence_named(code)) for code in (entry.version.licence, network.licence)]
    return (_places_credit(entry), licences[0], network.name, _streets_credit(network), licences[1])


def _places_credit(entry: LayerEntry) -> str:
    return _joined(entry.version.attribution, entry.version.publisher)


def _streets_credit(network: NetworkRow) -> str:
    return _joined(network.source, network.attribution)


def _joined(*names: str) -> str:
    return ", ".join(dict.fromkeys(name for name in names if name))
