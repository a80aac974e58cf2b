# SPDX-License-Identifier: EUPL-1.2
"""Raw figures are out of reach of the web process, but for the pages of somebody who may read them.

Its connections put on a role that has no right on the tables of raw figures (`RAW_TABLES` of the apps' models). The
door of a desk takes it off for a person with the right, and puts it on again after the answer. Workers and commands
never put it on. The role can be taken off by whoever writes SQL: it holds against pages that ask for too much, not
against injected statements.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Final

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

ROLE: Final = "sozialplanung_web"
_NARROWED: Final = frozenset({"default", "inside"})


class Process:
    """Whether this process puts the role on."""

    is_narrowed: ClassVar[bool] = False


def narrow_web_process() -> None:
    """Let every connection of this process that could read raw figures put the role on as soon as it is made."""
    connection_created.connect(_narrow, dispatch_uid=ROLE)
    Process.is_narrowed = True


def _narrow(connection: BaseDatabaseWrapper, **_: Any) -> None:  # noqa: ANN401 - what the signal sends
    if connection.alias in _NARROWED:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {ROLE}")


@contextmanager
def raw_figures(is_allowed: Callable[[], bool]) -> Iterator[None]:
    """Let what happens inside read raw figures, where somebody may; asked only in a process that puts the role on."""
    if not (Process.is_narrowed and is_allowed()):
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {ROLE}")
