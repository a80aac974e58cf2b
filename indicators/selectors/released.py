# SPDX-License-Identifier: EUPL-1.2
"""Where released things are read for an audience: which views, over which connection, and all of one moment."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import connections, transaction

from indicators.selectors.narrowing import reading_of
from sozialplanung.common.readings import is_narrowed, layers_of

PUBLIC: Final = "public"
# The public's role cannot read what is for others; for them the application reads, in transactions of one moment.
_INSIDE: Final = "inside"
_VIEWS: Final = "indicators_published_"
_OF: Final = {"council": "indicators_council_", "internal": "indicators_internal_"}
_PREFIXES: Final = {PUBLIC: _VIEWS, **_OF}
_NAMES: Final = re.compile(rf"\b{_VIEWS}([a-z]+)\b")
_MOMENT: Final = ContextVar[ExitStack | None]("moment", default=None)


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Let everything that a page reads be of one moment, as a decorator or with `with`.

    A release may take the place of another between two questions. Without this a page would list figures that it
    then does not find, and leave out what nobody withdrew.
    """
    if connections[PUBLIC].in_atomic_block:
        # It is of one moment already. What a page refuses here must not break the transaction around it.
        yield
        return
    with transaction.atomic(using=PUBLIC), ExitStack() as moment:
        token = _MOMENT.set(moment)
        try:
            yield
        finally:
            _MOMENT.reset(token)


def alias_for(audience: str) -> str:
    """Return over which connection an audience is read for; inside a moment it stays at that moment."""
    if audience == PUBLIC:
        return PUBLIC
    moment = _MOMENT.get()
    if moment is not None and not connections[_INSIDE].in_atomic_block:
        moment.enter_context(transaction.atomic(using=_INSIDE))
    return _INSIDE


def statement_for(audience: str, sql: str) -> str:
    """Return a statement over the views of an audience; as written it reads those of the public.

    For a reading that is narrowed to topics (`common.readings`) each view is put together of those of its layers.
    """
    if audience == PUBLIC:
        return sql
    return _narrowed(audience, sql) if is_narrowed(audience) else sql.replace(_VIEWS, _OF[audience])


def _narrowed(reading: str, sql: str) -> str:
    layers = [(_PREFIXES[layer.audience], layer.topics) for layer in layers_of(reading)]
    names = sorted(set(_NAMES.findall(sql)))
    parts = ", ".join(f"reading_{name} AS ({reading_of(name, layers)})" for name in names)
    return f"WITH {parts} " + _NAMES.sub(r"reading_\1", sql)


def released_rows(audience: str, sql: str, parameters: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return what a statement over the public views finds in those of an audience."""
    with connections[alias_for(audience)].cursor() as cursor:
        cursor.execute(statement_for(audience, sql), parameters)
        return list(cursor.fetchall())
