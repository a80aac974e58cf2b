# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a boundary, where, what is allowed and what to do: code and sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sozialplanung.common.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Parameter = str | int | float


def gettext_noop(text: str) -> str:
    """Return ``text`` unchanged: the name marks it for the message catalogue."""
    return text


@dataclass(frozen=True, slots=True)
class Explanation:
    """Message ids with named placeholders: what is wrong, what is allowed, what to do next."""

    problem: str
    allowed: str
    way_out: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found; parts that are unknown stay None. Features are counted from 1."""

    feature: int | None = None
    key: str | None = None
    file: str | None = None
    layer: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """Return the known parts in English, for logs and tests."""
        parts = (
            ("file", self.file),
            ("layer", self.layer),
            ("line", self.line),
            ("feature", self.feature),
            ("key", self.key),
        )
        return ", ".join(f"{label} {value}" for label, value in parts if value is not None)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or noteworthy, with the values that its sentences name."""

    code: str
    explanation: Explanation
    place: Place = Place()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def statement(self) -> str:
        """Return in English what is wrong and what is allowed."""
        texts = (self.explanation.problem, self.explanation.allowed)
        return " ".join(text % self.parameters for text in texts if text)


class SpatialError(InvalidInputError):
    """Boundaries that cannot be used as they are.

    ``problems`` is never empty; the first gives the error its code, place and way out.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep all problems and speak for the first."""
        self.problems = tuple(problems)
        leading = self.problems[0]
        super().__init__(
            leading.code,
            leading.statement(),
            place=str(leading.place),
            way_out=leading.explanation.way_out % leading.parameters,
            **leading.parameters,
        )

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of all problems."""
        return frozenset(problem.code for problem in self.problems)


LONGEST_QUOTE = 80


def quoted(value: object) -> str:
    """Return foreign text fit for a sentence: printable, on one line, and cut at 80 characters.

    Parameters
    ----------
    value : object
        Anything that came with a file, taken as its text; it has no shape and no unit.

    Returns
    -------
    str
        At most 80 characters; empty for an empty text. A NaN is the text `nan`.
    """
    head = str(value)[: LONGEST_QUOTE + 1]
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in head)
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[: LONGEST_QUOTE - 1] + "\N{HORIZONTAL ELLIPSIS}"
