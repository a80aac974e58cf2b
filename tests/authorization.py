# SPDX-License-Identifier: EUPL-1.2
"""The matrix of rights: every address against every role; `authorization_matrix.csv` as people read and tests use it.

One line is an address in one state of what it names. `methods` are those it takes; a cell holds what each of them
answers to a role, in their order. HEAD answers as GET does, and every method that is not named is a 405 for everybody.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

FILE: Final = Path(__file__).with_name("authorization_matrix.csv")
WHOLE: Final = ("anonymous", "viewer", "planner", "steward", "approver", "admin", "above", "other")
# By roles that are narrowed to a topic: which role it is that they are a part of.
NARROWED: Final = {"narrowed": "planner", "part_steward": "steward", "part_approver": "approver"}
ROLES: Final = (*WHOLE, *NARROWED)
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
COLUMNS: Final = ("route", "state", "methods", *ROLES)
# Stands in an address for what nobody said.
NOWHERE: Final = "gibt-es-nicht"
_CONVERTER: Final = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Line:
    """One address in one state: what it takes, and by role what each of its methods answers."""

    route: str
    state: str
    methods: tuple[str, ...]
    answers: dict[str, tuple[int, ...]]

    @property
    def path(self) -> str:
        """The address without its query, as the resolver knows it."""
        return self.route.partition("?")[0].removeprefix("/")

    def expected(self, role: str, method: str) -> int:
        """Return what a method answers to a role."""
        known = dict(zip(self.methods, self.answers[role], strict=True))
        return known.get("GET" if method == "HEAD" else method, known.get(method, 405))

    def address(self, values: dict[str, object]) -> str:
        """Return the address of one thing."""
        return _CONVERTER.sub(lambda found: str(values.get(found[1], NOWHERE)), self.route)


def matrix() -> list[Line]:
    """Return the lines of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Line(
                row["route"],
                row["state"],
                tuple(row["methods"].split()),
                {role: tuple(map(int, row[role].split())) for role in ROLES},
            )
            for row in csv.DictReader(file, delimiter=";")
        ]


def routes() -> dict[str, URLPattern]:
    """Return every address of the project as the file writes it."""
    return {_CONVERTER.sub(r"<\1>", route): pattern for route, pattern in _walk(get_resolver().url_patterns, "")}


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, route)
        else:
            yield route, each


def written(line: Line) -> str:
    """Return a line as the file holds it."""
    cells = (" ".join(map(str, line.answers[role])) for role in ROLES)
    return ";".join((line.route, line.state, " ".join(line.methods), *cells))
