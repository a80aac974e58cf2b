# SPDX-License-Identifier: EUPL-1.2
"""The sentences of formula errors, one per stable code, and the error itself."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sozialplanung.common.errors import InvalidInputError


def _(text: str) -> str:
    """Mark a text for the catalogue of translations."""
    return text


# Keys are the codes without `formulas.`; parameters as in the sentences.
SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "empty": _("The formula is empty."),
        "too_long": _("The formula has more than %(limit)s characters."),
        "too_deep": _("The formula is nested more than %(limit)s times."),
        "character": _("The character “%(found)s” has no meaning in a formula."),
        "capital": _("“%(found)s” has capital letters; names in a formula have none."),
        "comparing": _("“%(found)s” compares two figures and cannot stand inside a formula."),
        "percent": _("The percent sign is not written in a formula."),
        "decimal": _("“%(found)s” has a comma; numbers in a formula have a decimal point."),
        "number": _(
            "The number “%(found)s” is too large or too long: a number has at most 15 digits before the point and "
            "%(limit)s signs in all."
        ),
        "unexpected": _("Here stands “%(found)s”, where a name or a number is expected."),
        "leftover": _("Here stands “%(found)s”, where the formula should go on or end."),
        "end": _("The formula ends too early."),
        "expected": _("Here a “%(expected)s” is missing."),
        "function": _("There is no function “%(found)s”."),
        "arguments": _("The function “%(found)s” has %(count)s entries here; it is written %(form)s."),
        "name": _("There is no indicator “%(found)s”."),
        "years": _("The function “%(found)s” takes a whole number of years last, from %(least)s to %(most)s."),
        "too_far": _("The formula looks back more than %(limit)s years."),
        "relative": _("“%(found)s” is a position in its own period: it cannot be followed through time."),
        "units": _("Figures in “%(left)s” and in “%(right)s” cannot be put together here."),
        "unit": _("The formula gives figures in “%(left)s”, and the unit of measure says “%(right)s”."),
        "points": _("The difference of two percentages is no percentage: write “%(right)s” as unit of measure."),
        "of_layer": _("The function “%(function)s” takes the name of one layer alone; it is written %(form)s."),
        "minutes": _("The function “%(function)s” takes a whole number of minutes, from 1 to %(most)s."),
        "people": _(
            "The function “%(function)s” takes a layer, then the name of one indicator that counts people; it is "
            "written %(form)s."
        ),
        "not_people": _("“%(found)s” counts no people: nobody can be shared out among places by it."),
        "layer_capacity": _("The layer “%(found)s” does not say how many each of its places has room for."),
        "layer_network": _("There is no street network in force on which one can move so: “%(found)s”."),
        "profile": _("“%(found)s” is no way to move; there are %(profiles)s."),
        "words": _("“%(found)s” says neither how one moves nor how places count by the way; there are %(profiles)s."),
        "layer": _("There is no layer “%(found)s”."),
        "layer_points": _("The function “%(function)s” counts places, and the layer “%(found)s” holds none."),
        "layer_lines": _("The function “%(function)s” measures lines, and the layer “%(found)s” holds none."),
        "layer_areas": _("The function “%(function)s” measures areas, and the layer “%(found)s” holds none."),
        "layer_years": _("The function “%(function)s” cannot follow the layer “%(found)s” through time."),
        "layer_parts": _("Beside a layer a formula reads one part of indicators; here are several, as “%(found)s”."),
        "reach_parts": _(
            "Beside the people of “%(function)s” a formula reads no other indicator; here it reads “%(found)s”."
        ),
        "layer_in_rule": _("A rule cannot read the layer “%(found)s”: no delivery brings places."),
        "comparison": _("A rule compares two sides by one of < <= = != >= >."),
    }
)
WAY_OUT: Final = _(
    "Allowed are names of indicators, numbers, + - * /, parentheses, sum(a, b), share(a, b), per(a, b, 1000), "
    "difference(a, b), change(a, 1), lag(a, 1), rolling(a, 3) and “a if missing b”; of layers places(kitas), "
    "capacity(kitas), nearest(kitas, 15), access(kitas, kinder, 10), reached(kitas, kinder, 10), length(paths), "
    "ground(parks); a minus stands between blanks."
)


# What to do next, where it is something else than to look at what is allowed.
WAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "capital": _("Write it small, as the list of names does."),
        "comparing": _("In a rule the comparison has a field of its own between both sides."),
        "percent": _("Write 33 for 33 percent where the figures are percentages."),
        "decimal": _("Write for instance 33.5. A comma stands between the entries of a function."),
        "number": _("Write a shorter or a smaller number."),
        "end": _("Go on with a name or a number, close what is open, or take out what stands last."),
        "arguments": _("Add what is missing, or take out what is too much."),
        "of_layer": _("Write the name of the layer between the parentheses, as the list of layers does."),
        "minutes": _("Write for instance nearest(kitas, 15)."),
        "people": _("Write for instance access(kitas, kinder, 10)."),
        "not_people": _("Take a number of persons, no share and no rate, and nothing that reads a layer itself."),
        "layer_capacity": _(
            "Bring in a version of that layer with a column for capacity, or use nearest(…), which needs none."
        ),
        "layer_network": _("Have a street network imported that carries it, or name another way to move."),
        "profile": _("Write for instance nearest(kitas, 15, bicycle); without a word it is on foot."),
        "words": _("Write for instance access(kitas, kinder, 10, bicycle, zones); each of both at most once."),
        "layer": _("Take a name from the list of layers, or bring that layer in under “Places and areas” first."),
        "layer_points": _("Use length(…) for a layer of lines and ground(…) for a layer of areas."),
        "layer_lines": _("Use places(…) or capacity(…) for a layer of places and ground(…) for a layer of areas."),
        "layer_areas": _("Use places(…) or capacity(…) for a layer of places and length(…) for a layer of lines."),
        "layer_years": _("Define the figure of one period first, and then the change of that indicator."),
        "layer_parts": _(
            "Put the indicators together, for instance per(capacity(kitas), sum(a, b), 100), or leave one out: with "
            "the layer, which everybody knows, and one of them the other could be worked out."
        ),
        "reach_parts": _("Leave it out, or define it as an indicator of its own."),
        "layer_in_rule": _("Compare indicators that are delivered, or leave the layer out."),
        "units": _(
            "Put figures of the same unit together: share(a, b) makes a percentage of two numbers, per(a, b, 1000) a "
            "rate."
        ),
    }
)


class FormulaError(InvalidInputError):
    """A text that is no formula; `position` counts its characters from 1."""

    def __init__(self, detail: str, position: int, **params: str | int) -> None:
        """Fill in the sentence of the code."""
        told: dict[str, object] = {"position": position, **params}
        place = f"position {position}"
        super().__init__(
            f"formulas.{detail}", SENTENCES[detail] % told, place=place, way_out=WAYS.get(detail, WAY_OUT), **told
        )
        self.position = position
