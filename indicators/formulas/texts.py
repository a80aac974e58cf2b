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
        "number": _(
            "The number “%(found)s” is too large or too long: a number has at most 15 digits before the point and "
            "%(limit)s signs in all."
        ),
        "unexpected": _("Here stands “%(found)s”, where a name or a number is expected."),
        "leftover": _("Here stands “%(found)s”, where the formula should go on or end."),
        "end": _("The formula ends too early."),
        "expected": _("Here a “%(expected)s” is missing."),
        "function": _("There is no function “%(found)s”."),
        "arguments": _("The function “%(found)s” does not take %(count)s arguments."),
        "name": _("There is no indicator “%(found)s”."),
        "years": _("The function “%(found)s” takes a whole number of years last, from %(least)s to %(most)s."),
        "too_far": _("The formula looks back more than %(limit)s years."),
        "relative": _("“%(found)s” is a position in its own period: it cannot be followed through time."),
        "units": _("Figures in “%(left)s” and in “%(right)s” cannot be put together here."),
        "unit": _("The formula gives figures in “%(left)s”, and the unit of measure says “%(right)s”."),
        "points": _("The difference of two percentages is no percentage: write “%(right)s” as unit of measure."),
        "comparison": _("A rule compares two sides by one of < <= = != >= >."),
    }
)
WAY_OUT: Final = _(
    "Allowed are names of indicators, numbers, + - * /, parentheses, sum(a, b), share(a, b), per(a, b, 1000), "
    "difference(a, b), change(a, 1), lag(a, 1), rolling(a, 3) and “a if missing b”; a minus stands between blanks."
)


class FormulaError(InvalidInputError):
    """A text that is no formula; `position` counts its characters from 1."""

    def __init__(self, detail: str, position: int, **params: str | int) -> None:
        """Fill in the sentence of the code."""
        told: dict[str, object] = {"position": position, **params}
        place = f"position {position}"
        super().__init__(f"formulas.{detail}", SENTENCES[detail] % told, place=place, way_out=WAY_OUT, **told)
        self.position = position
