# SPDX-License-Identifier: EUPL-1.2
"""What the page about the API says of operations and parameters; the OpenAPI description itself stays English."""

from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

# Texts of the description, in its own words: by them they are looked up in the reader's language.
TEXTS: Final = frozenset(
    {
        gettext_noop("List the publishing bodies."),
        gettext_noop(
            "List the boundary versions, level by level, the newest first, with the addresses of their outlines."
        ),
        gettext_noop("slug of an edition of boundaries"),
        gettext_noop("slug of a level"),
        gettext_noop("Get the outlines as GeoJSON; the features stand in the order of the areas in slices."),
        gettext_noop("The address is named by the boundary version; with another hash there is nothing here."),
        gettext_noop("Get one tile of the outlines of a level with very many areas as a vector tile (MVT)."),
        gettext_noop(
            "It holds one layer, `areas`; the number of a feature is its place in the order of the areas in slices. "
            "Where no area lies there is a tile without content (204)."
        ),
        gettext_noop("Get keys, names and boxes of the areas whose outlines are in tiles."),
        gettext_noop(
            "Lists in the order of the areas in slices; west and south are differences from the area before, all four "
            "in ten-thousandths of a degree."
        ),
        gettext_noop("List the indicators in the order of the catalogue."),
        gettext_noop("where the values come from"),
        gettext_noop("slug of a topic"),
        gettext_noop("Get one indicator with all its definitions, breaks of series and, for an index, its recipes."),
        gettext_noop(
            "Get class breaks: those that the definition states, or found by a method over the published values."
        ),
        gettext_noop("code of a period, for instance 2018-12-31"),
        gettext_noop("over all periods, or of one period"),
        gettext_noop("List the releases by period and level."),
        gettext_noop("Get the figures of one indicator and period as bytes."),
        gettext_noop(
            "The format is described in docs/adr/0002-release-slice.md. Without a level it is the finest one that is "
            "released, without an edition the newest. What was counted on other boundaries is asked for with "
            "`converted`; its flags say which figures are re-aggregated and which estimated."
        ),
        gettext_noop("Get the figures of all periods of one indicator as bytes."),
        gettext_noop(
            "The format is described in docs/adr/0002-release-slice.md: each slice stands behind its length. With "
            "`converted` these are the periods that were counted on other boundaries, and no others."
        ),
        gettext_noop("Get the figures of one indicator and period."),
        gettext_noop("Without a level it is the finest one that is released, without an edition the newest."),
        gettext_noop("List the levels, hierarchy by hierarchy, the whole first."),
        gettext_noop("List the topics."),
        gettext_noop(
            "List areas in their frozen order; without an edition those of today, with `q` those found in any edition."
        ),
        gettext_noop("part of a name or key; at most 20 areas are found, those of today first"),
    }
)
# Parameters of many operations are explained by name.
PARAMETERS: Final = MappingProxyType(
    {
        "organisation": _("name of the publishing body in addresses, for instance berlin"),
        "indicator": _("name of the indicator in addresses"),
        "period": _("code of a period, for instance 2018-12-31"),
        "level": _("name of the level in addresses, for instance bezirk"),
        "edition": _("name of the boundary version in addresses"),
        "detail": _("how detailed the outlines are"),
        "zoom": _("zoom of the tile, 0 to 12"),
        "column": _("column of the tile from the west, from 0"),
        "row": _("row of the tile from the north, from 0"),
        "content_hash": _("hash of the content; it is part of the address"),
        "page": _("number of the page of the list, from 1"),
        "page_size": _("rows on a page, 1 to 1,000"),
        "k": _("number of classes, 3 to 7"),
        "method": _("how the breaks are found"),
    }
)


def told(text: str) -> str:
    """Return a text of the description in the reader's language."""
    words = " ".join(text.split())
    return gettext(words) if words in TEXTS else words


def parameter_told(name: str, text: str) -> str | Promise:
    """Return what a parameter means: as the operation says it, else as its name is used everywhere."""
    return told(text) if text in TEXTS else PARAMETERS.get(name, text)
