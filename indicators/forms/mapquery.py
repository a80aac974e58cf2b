# SPDX-License-Identifier: EUPL-1.2
"""The address of a map: read strictly, so that a link either shows what it says or says why not."""

import re
from typing import Final

from django.http import QueryDict

from indicators.rendering.layerslugs import read_layers, read_services
from indicators.rendering.mapstate import (
    ALL_PERIODS,
    APART,
    CITY,
    FEWEST_CLASSES,
    METHODS,
    MOST_CLASSES,
    OWN,
    SCOPES,
    STANDARD,
    THRESHOLD,
    UNSURE,
    UNSURE_SHOWN,
    VALUES,
    VIEWS,
    MapState,
)
from indicators.rendering.ownbounds import read_bounds, read_number, written_bounds
from indicators.rendering.tableparts import BY_NAME, ORDERS, TableWish
from sozialplanung.web.query import QueryReader, wrong_value

FILE_PARAMETERS: Final = (
    "indikator",
    "ebene",
    "stand",
    "gebietsstand",
    "umgerechnet",
    "ansicht",
    "methode",
    "klassen",
    "grenzen",
    "schwellen",
    "mitte",
    "null",
    "ausreisser",
)
MAP_PARAMETERS: Final = (*FILE_PARAMETERS, "unsicher", "gebiet", "orte", "dienste")
# Which part of the table stands below the map, and in which order: nothing that a map shows depends on it.
TABLE_PARAMETERS: Final = ("ordnung", "seite")
MOST_PAGES: Final = 10_000
_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", re.ASCII)
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)


def map_state(given: QueryDict, allowed: tuple[str, ...] = MAP_PARAMETERS) -> MapState:
    """Read the query of a map or of its files; a field that a form left empty counts as not given.

    Raises
    ------
    QueryError, PeriodError
        An unknown, repeated or malformed parameter.
    """
    reader = QueryReader(given, allowed=allowed)
    carried = _matching(reader, "umgerechnet", _SLUG)
    period, method = reader.period("stand"), reader.choice("methode", (*METHODS, OWN, THRESHOLD)) or STANDARD
    return MapState(
        indikator=_matching(reader, "indikator", _SLUG),
        ebene=_matching(reader, "ebene", _SLUG),
        stand=period.code if period else "",
        # All periods stand on one edition: no other one can be asked for beside it.
        gebietsstand="" if carried else _matching(reader, "gebietsstand", _SLUG),
        umgerechnet=carried,
        ansicht=reader.choice("ansicht", VIEWS) or VALUES,
        methode=method,
        klassen=reader.integer("klassen", minimum=FEWEST_CLASSES, maximum=MOST_CLASSES),
        grenzen=reader.choice("grenzen", SCOPES) or ALL_PERIODS,
        schwellen=_bounds(reader) if method == OWN else "",
        mitte="" if method == OWN else _middle(reader),
        null=reader.choice("null", (APART,)) or "",
        ausreisser=reader.choice("ausreisser", (APART,)) or "",
        unsicher=reader.choice("unsicher", UNSURE) or UNSURE_SHOWN,
        gebiet=_matching(reader, "gebiet", _KEY),
        orte=_layers(reader),
        dienste=_services(reader),
    )


def _layers(reader: QueryReader) -> str:
    """Return the layers of places that are drawn over the figures."""
    text = reader.text("orte") or ""
    layers = read_layers(text)
    if layers is None:
        raise wrong_value("orte", text, "kitas,schulen")
    return layers


def table_wish(given: QueryDict) -> TableWish:
    """Read which part of the table of a map is asked for.

    Raises
    ------
    QueryError
        A malformed or repeated parameter.
    """
    reader = QueryReader(given, allowed=(*MAP_PARAMETERS, *TABLE_PARAMETERS))
    page = reader.integer("seite", minimum=1, maximum=MOST_PAGES)
    return TableWish(order=reader.choice("ordnung", ORDERS) or BY_NAME, page=page)


def _services(reader: QueryReader) -> str:
    """Return the map services of others that are shown with the figures."""
    text = reader.text("dienste") or ""
    services = read_services(text)
    if services is None:
        raise wrong_value("dienste", text, "stadtplan,luftbild")
    return services


def _bounds(reader: QueryReader) -> str:
    """Return the bounds that a reader chose."""
    text = reader.required_text("schwellen", allowed="10;20;35.5")
    bounds = read_bounds(text)
    if bounds is None:
        raise wrong_value("schwellen", text, "10;20;35.5")
    return written_bounds(bounds)


def _middle(reader: QueryReader) -> str:
    """Return the middle of a scale of two sides: a number, or the value of the whole."""
    text = reader.text("mitte") or ""
    number = CITY if text == CITY else read_number(text) if text else ""
    if number is None:
        raise wrong_value("mitte", text, f"{CITY}, 35.5")
    return number


def _matching(reader: QueryReader, name: str, pattern: re.Pattern[str]) -> str:
    text = reader.text(name) or ""
    if text and not pattern.fullmatch(text):
        raise wrong_value(name, text, "A–Z, a–z, 0–9, -, _" if pattern is _SLUG else "A–Z, a–z, 0–9, -, _, .")
    return text
