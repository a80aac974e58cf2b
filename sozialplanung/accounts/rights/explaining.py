# SPDX-License-Identifier: EUPL-1.2
"""Explain a right by asking for it: the door of a page is tried, and what it asked on the way is told.

Nothing here decides anything: `reach_of`, the doors of the desks and the readership do, as for every request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.functional import Promise

from sozialplanung.accounts.models import Organisation, User
from sozialplanung.accounts.people.selectors import GivenRole, roles_at
from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import ROLES
from sozialplanung.accounts.selectors import Asked, hearing, narrowed_assignments, people_where, reach_of
from sozialplanung.accounts.words import WORDS

Reader = User | AnonymousUser
Readership = Callable[[Reader, Organisation], str]
_READERSHIPS: dict[str, Readership] = {}


@dataclass(frozen=True, slots=True)
class OpenAddress:
    """What the address of an open page names beside the organisation: parts of its path, and its query."""

    parts: Mapping[str, str]
    query: QueryDict
    is_api: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Whether what an address names is told to a reader, and in words why."""

    is_told: bool
    lines: tuple[str, ...]


Finding = Callable[[Reader, Organisation, OpenAddress], Told]
_FINDINGS: dict[str, Finding] = {}


class Verdict(StrEnum):
    """What is said of a page or a permission."""

    YES = "yes"
    NO = "no"
    EVERYBODY = "everybody"
    NOTHING = "nothing"
    OWN = "own"
    NOWHERE = "nowhere"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Answer:
    """One permission that was asked for: whether it is there, by which roles, and which roles would give it.

    `is_narrowed`: it was asked for roles that are narrowed to a part.
    """

    permission: Permission
    is_granted: bool
    is_own_house: bool
    is_narrowed: bool
    by: tuple[GivenRole, ...]
    would: tuple[Promise, ...]

    @property
    def name(self) -> Promise:
        """The permission as readers know it."""
        return WORDS[self.permission][0]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why somebody gets in or does not.

    `readership` tells for whom released figures are read there, `things` whether those are that the address names.
    """

    verdict: Verdict
    answers: tuple[Answer, ...] = ()
    readership: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


def register_readership(name: str, tell: Readership) -> None:
    """Let `tell` say in words which released figures a reader sees at an organisation."""
    _READERSHIPS[name] = tell


def register_finding(name: str, find: Finding) -> None:
    """Let `find` say whether what the address of an open page names is told to a reader."""
    _FINDINGS[name] = find


def explain_permission(reader: Reader, permission: Permission, organisation: Organisation) -> Explanation:
    """Ask for a permission and say what was answered, and why."""
    with hearing() as heard:
        reach = reach_of(reader, permission, organisation)
    return Explanation(Verdict.NO if reach.is_nothing else Verdict.YES, _answers(heard, reader, organisation))


def explain_address(reader: Reader, address: str, organisation: Organisation) -> Explanation:
    """Try the door of a page and say what was answered, and why."""
    try:
        match = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return Explanation(Verdict.NOWHERE)
    slug = match.kwargs.get("organisation")
    if slug is not None and slug != organisation.slug:
        return Explanation(Verdict.ELSEWHERE)
    find = _door(match.func)
    if find is not None:
        return _tried(find, reader, organisation)
    if match.route.startswith("konto/"):
        return Explanation(Verdict.OWN)
    if slug is None:
        return Explanation(Verdict.EVERYBODY)
    return _open_to_all(reader, organisation, _asked(address, match))


def is_told_to_all(address: str, organisation: Organisation) -> bool:
    """Say whether everybody is told what an address of this organisation names; true as well where it names nothing."""
    try:
        match = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return True
    if match.kwargs.get("organisation") != organisation.slug or _door(match.func) is not None:
        return True
    asked = _asked(address, match)
    return all(find(AnonymousUser(), organisation, asked).is_told for find in _FINDINGS.values())


def _asked(address: str, match: ResolverMatch) -> OpenAddress:
    named = {name: str(value) for name, value in match.kwargs.items() if name != "organisation"}
    return OpenAddress(named, QueryDict(urlsplit(address).query), is_api=match.route.startswith("api/"))


def holders(permission: Permission, organisation: Organisation) -> tuple[tuple[User, tuple[GivenRole, ...]], ...]:
    """Return everybody who may do something at an organisation, with the roles that let them."""
    whole = people_where(permission, organisation)
    narrowed = [row.user for row in narrowed_assignments(permission, organisation)]
    people = sorted({*whole, *narrowed}, key=lambda person: (person.name.casefold(), person.pk))
    return tuple((person, _giving(permission, person, organisation)) for person in people)


def _tried(find: Callable[[User, Organisation], object | None], reader: Reader, body: Organisation) -> Explanation:
    if not isinstance(reader, User):
        return Explanation(Verdict.NO)
    with hearing() as heard:
        place = find(reader, body) if reader.is_active else None
    return Explanation(Verdict.NO if place is None else Verdict.YES, _answers(heard, reader, body))


def _open_to_all(reader: Reader, organisation: Organisation, asked: OpenAddress) -> Explanation:
    with hearing() as heard:
        readership = tuple(tell(reader, organisation) for tell in _READERSHIPS.values())
        found = [find(reader, organisation, asked) for find in _FINDINGS.values()]
    verdict = Verdict.EVERYBODY if all(each.is_told for each in found) else Verdict.NOTHING
    things = tuple(line for each in found for line in each.lines)
    return Explanation(verdict, _answers(heard, reader, organisation), readership, things)


def _door(view: Any) -> Callable[[User, Organisation], object | None] | None:  # noqa: ANN401 - whatever is at an address
    while view is not None:
        found: Callable[[User, Organisation], object | None] | None = getattr(view, "find", None)
        if found is not None:
            return found
        view = getattr(view, "__wrapped__", None)
    return None


def _answers(heard: list[Asked], reader: Reader, organisation: Organisation) -> tuple[Answer, ...]:
    told = {(asked.permission, asked.scopes is None): asked for asked in reversed(heard)}
    return tuple(_answer(asked, reader, organisation) for asked in reversed(told.values()))


def _answer(asked: Asked, reader: Reader, organisation: Organisation) -> Answer:
    is_narrowed = asked.scopes is not None
    given = _giving(asked.permission, reader, organisation) if isinstance(reader, User) else ()
    by = tuple(each for each in given if each.is_narrowed == is_narrowed)
    would = tuple(role.display_name for role in ROLES.values() if asked.permission in role.permissions)
    return Answer(asked.permission, asked.is_granted, asked.is_own_house, is_narrowed, by, would)


def _giving(permission: Permission, person: User, organisation: Organisation) -> tuple[GivenRole, ...]:
    return tuple(given for given in roles_at(person, organisation) if permission in given.permissions)
