# SPDX-License-Identifier: EUPL-1.2
"""What a role can be narrowed to, which role to what, and who says what there is.

An assignment keeps its scope as two values of its own row: nothing that is deleted elsewhere can turn a narrowed role
into a whole one. A key that leads nowhere any more gives nothing. The apps that know topics, levels and areas say in
`AppConfig.ready` what there is to choose and what it is called; here only the kinds are known.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sozialplanung.accounts.permissions import Permission
from sozialplanung.accounts.roles import ROLES

LONGEST_KEY: Final = 40


class ScopeKind(StrEnum):
    """What sort of part of an organisation a role is narrowed to."""

    TOPIC = "topic"


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """One part of an organisation: its kind, and the key under which the app that knows it finds it again."""

    kind: str = ""
    key: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is no part but everything."""
        return not self.kind

    @property
    def value(self) -> str:
        """How a form sends it."""
        return "" if self.is_whole else f"{self.kind}:{self.key}"


WHOLE: Final = Scope()


@dataclass(frozen=True, slots=True)
class Choice:
    """One part that a role can be narrowed to, in words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ScopeSource:
    """What an app says of one kind: the word over its choices, and what there is at an organisation by its id."""

    heading: Promise
    choices: Callable[[int], Iterable[Choice]]


# Which roles can be narrowed, to what, and which of their permissions count there. What is not named here does not
# count in a narrowed role, whatever its row says: a planner of one topic reads, but has no seat in the workshop.
_READING: Final = frozenset({Permission.VIEW_COUNCIL_RELEASES, Permission.VIEW_INTERNAL_RELEASES})
# At the desk of deliveries, and of raw figures those of its own topics there alone.
_BRINGING: Final = _READING | {Permission.IMPORT_FIGURES, Permission.VIEW_RAW_FIGURES}
_SIGNING: Final = _READING | {Permission.APPROVE_IMPORTS, Permission.VIEW_RAW_FIGURES}
OFFERED: Final[Mapping[str, Mapping[str, frozenset[Permission]]]] = MappingProxyType(
    {
        "viewer": MappingProxyType({ScopeKind.TOPIC: _READING}),
        "planner": MappingProxyType({ScopeKind.TOPIC: _READING}),
        "steward": MappingProxyType({ScopeKind.TOPIC: _BRINGING}),
        "approver": MappingProxyType({ScopeKind.TOPIC: _SIGNING}),
    }
)
_SOURCES: dict[str, ScopeSource] = {}


def register_scope(kind: ScopeKind, source: ScopeSource) -> None:
    """Let an app say what there is of one kind."""
    _SOURCES[kind] = source


def scope_from(value: str) -> Scope:
    """Return what a form sent; something that is no scope is one that leads nowhere."""
    kind, _colon, key = value.partition(":")
    return Scope(kind, key or "-") if kind else WHOLE


def choices_at(organisation_id: int) -> list[tuple[str, list[tuple[Scope, str]]]]:
    """Return everything that roles can be narrowed to at an organisation, under the words of its kind."""
    return [
        (str(source.heading), [(Scope(kind, each.key), each.label) for each in source.choices(organisation_id)])
        for kind, source in _SOURCES.items()
    ]


def counting(role: str, kind: str) -> frozenset[Permission]:
    """Return the permissions of a role that count where it is narrowed to a kind; none where that is not offered."""
    return OFFERED.get(role, {}).get(kind, frozenset()) & ROLES[role].permissions


def is_there(scope: Scope, organisation_id: int) -> bool:
    """Say whether a part exists at an organisation."""
    return scope.is_whole or label_of(scope, organisation_id) is not None


def words_of(scope: Scope, organisation_id: int) -> str:
    """Say in words what a role is narrowed to; nothing of a whole one."""
    if scope.is_whole:
        return ""
    label = label_of(scope, organisation_id)
    if label is None:
        return _("narrowed to something that is not there any more, so it allows nothing")
    return _("only %(kind)s “%(label)s”") % {"kind": KIND_WORDS[scope.kind], "label": label}


def label_of(scope: Scope, organisation_id: int) -> str | None:
    """Return what a part is called; None where there is no such part."""
    source = _SOURCES.get(scope.kind)
    found = source.choices(organisation_id) if source else ()
    return next((each.label for each in found if each.key == scope.key), None)


KIND_WORDS: Final[Mapping[str, Promise]] = MappingProxyType({ScopeKind.TOPIC: gettext_lazy("topic")})
