# SPDX-License-Identifier: EUPL-1.2
"""The base of all typed errors: a stable code, a sentence, the place and the way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Way:
    """One way on from an address that leads nowhere: the words of a link, and what it changes in the query.

    An empty text takes a parameter out of the address.
    """

    label: str
    changes: Mapping[str, str]


@dataclass(frozen=True)
class Problem:
    """What a reader is told about an error, whatever the medium; `ways` change the parameter named in `place`."""

    code: str
    message: str
    place: str
    way_out: str
    status: int
    params: Mapping[str, object]
    ways: tuple[Way, ...] = ()


class DomainError(Exception):
    """Something that a person asked for cannot be done, for a reason that they can act on.

    `code` is stable and looks like `indicators.unit_unknown`; `message` is one English sentence that
    stands in where no translation of the code is at hand; `params` fill the translation. The
    parameters `place` (file, sheet, row, column, query parameter) and `way_out` (what to do next) are
    shown apart; `ways` (a tuple of `Way`) are links on pages. A subclass fixes the HTTP status.
    """

    status: ClassVar[int] = 400

    def __init__(self, code: str, message: str, **params: object) -> None:
        """Keep code, sentence and parameters."""
        super().__init__(code, message)
        ways = params.pop("ways", ())
        self.ways: tuple[Way, ...] = ways if isinstance(ways, tuple) else ()
        self.code = code
        self.message = message
        self.place = str(params.pop("place", ""))
        self.way_out = str(params.pop("way_out", ""))
        self.params: dict[str, object] = params

    def __str__(self) -> str:
        """Return sentence, place and way out as one text."""
        return " ".join(part for part in (self.message, self._place_in_words(), self.way_out) if part)

    def _place_in_words(self) -> str:
        return f"({self.place})" if self.place else ""

    def to_problem(self) -> Problem:
        """Return what a reader is told."""
        return Problem(
            code=self.code,
            message=self.message,
            place=self.place,
            way_out=self.way_out,
            status=self.status,
            params=dict(self.params),
            ways=self.ways,
        )


class InvalidInputError(DomainError):
    """What was handed in does not have the form that is allowed."""

    status = 400


class NotAllowedError(DomainError):
    """The person may see the thing but not do this with it."""

    status = 403


class NotFoundError(DomainError):
    """There is no such thing, or none that the person may know of: the two are told alike."""

    status = 404


class ConflictError(DomainError):
    """The thing is in a state in which this cannot be done, or somebody was faster."""

    status = 409
