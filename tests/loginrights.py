# SPDX-License-Identifier: EUPL-1.2
"""Tests work as the owner of the database; the product does not: what its login may not change is refused here, too."""

import re
import sys
from collections.abc import Callable
from functools import cache
from types import FrameType
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from scripts.layout import ROOT
from sozialplanung.accounts.management.commands import grant_roles

_CHANGE: Final = re.compile(r'\s*(UPDATE|DELETE FROM)\s+"(?:raw"\.")?(\w+)"\s*(.*)', re.DOTALL)
_COLUMN: Final = re.compile(r'(?:^SET|,)\s+"(\w+)" = ')
_TESTS: Final = str(ROOT / "tests")
# What the owner runs: schema, rights, retention.
_AS_OWNER: Final = tuple(str(ROOT / part) for part in ("scripts", "indicators/migrations", "sozialplanung/audit"))
Execute = Callable[..., Any]


def hold_to_login(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Let statements of the product on a connection change only what the application's login may change."""
    if _refuse not in connection.execute_wrappers:
        connection.execute_wrappers.append(_refuse)


def _refuse(execute: Execute, statement: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: ANN401 - as Django calls it
    if refused := changes_too_much(statement):
        asking = _asking()
        if not asking.startswith((_TESTS, *_AS_OWNER)):
            raise AssertionError(f"The login of the application may not do this in {asking}: {refused}")
    return execute(statement, params, many, context)


def changes_too_much(statement: str) -> str:
    """Return what of a statement the application's login may not do; empty where it may do all of it."""
    found = _CHANGE.match(statement)
    if found is None or found[2] not in _kept():
        return ""
    if found[1] != "UPDATE":
        return f"delete from {found[2]}"  # noqa: S608 - said, not run
    columns = set(_COLUMN.findall(found[3].partition(" WHERE ")[0]))
    beyond = sorted(columns - set(_kept()[found[2]]))
    return f"change {', '.join(beyond)} of {found[2]}" if beyond else ""


@cache
def _kept() -> dict[str, tuple[str, ...]]:
    """Return the tables whose rows stay, with the columns that may change in them."""
    append_only = dict.fromkeys(grant_roles._declared("APPEND_ONLY_TABLES"), ())
    return {**append_only, **grant_roles._updated_columns()}


def _asking() -> str:
    """Return the file of ours that a statement comes from."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(str(ROOT)) and ".venv" not in name and name != __file__:
            return name
        frame = frame.f_back
    return ""
