# SPDX-License-Identifier: EUPL-1.2
"""The address of a selection of areas: all keys in one parameter; the forms of the page say what comes in."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, unquote, urlencode

from django.http import QueryDict

from indicators.selectors.selection import MOST_AREAS, SelectionWish
from sozialplanung.web.query import QueryReader, wrong_value

PARAMETERS: Final = ("ebene", "gebietsstand", "gebiete", "stand", "q")
# What the form sends besides: boxes of areas that were found, and a larger area whose parts are wanted.
BOX: Final = "gebiet"
ALL_OF: Final = "alle"
ACTS: Final = (BOX, ALL_OF)
_LONGEST_KEY: Final = 40
# 250 keys of twelve signs stay below what web servers take as one line.
_LONGEST: Final = 3_500


def selection_wish(given: QueryDict) -> SelectionWish:
    """Read the address of a selection; a field that a form left empty counts as not given.

    Raises
    ------
    QueryError, PeriodError
        An unknown, repeated or malformed parameter, or more areas than an address takes.
    """
    reader = QueryReader(given, allowed=PARAMETERS)
    period = reader.period("stand")
    return SelectionWish(
        level=reader.text("ebene") or "",
        edition=reader.text("gebietsstand") or "",
        keys=_keys(reader.text("gebiete", longest=_LONGEST) or ""),
        period=period.code if period else "",
        text=reader.text("q", longest=100) or "",
    )


def _keys(written: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(unquote(word) for word in written.split(",") if word))
    return _checked("gebiete", found)


def _checked(name: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    if len(keys) > MOST_AREAS:
        raise wrong_value(name, str(len(keys)), f"1–{MOST_AREAS}")
    long = next((key for key in keys if len(key) > _LONGEST_KEY), None)
    if long is not None:
        raise wrong_value(name, long, f"1–{_LONGEST_KEY}")
    return keys


def without_acts(given: QueryDict) -> tuple[QueryDict, tuple[str, ...], str]:
    """Return the address itself, the keys of the boxes that were ticked, and the larger area that was chosen.

    Raises
    ------
    QueryError
        The larger area is named twice, or a key is longer than keys are.
    """
    rest = given.copy()
    boxes = [str(each) for each in rest.pop(BOX, [])] if BOX in rest else []
    wholes = [str(each) for each in rest.pop(ALL_OF, [])] if ALL_OF in rest else []
    if len(wholes) > 1:
        raise wrong_value(ALL_OF, ", ".join(wholes), "1")
    return rest, _checked(BOX, tuple(dict.fromkeys(box for box in boxes if box))), "".join(wholes)


def written_keys(keys: Iterable[str]) -> str:
    """Return keys as one parameter holds them."""
    return ",".join(quote(key, safe="") if {",", "%"} & set(key) else key for key in keys)


def address_of(wish: SelectionWish) -> str:
    """Return the query that says the same; empty where everything is left open."""
    told = {
        "ebene": wish.level,
        "gebietsstand": wish.edition,
        "gebiete": written_keys(wish.keys),
        "stand": wish.period,
        "q": wish.text,
    }
    return urlencode({name: value for name, value in told.items() if value}, safe=",")
