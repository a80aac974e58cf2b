# SPDX-License-Identifier: EUPL-1.2
"""Looks whether the fields of a record hold what they are declared to hold: JSON of strangers may hold anything."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

LONGEST_TEXT: Final = 10_000
LARGEST_NUMBER: Final = 1_000_000


def wrong_fields(record: Any, place: str = "") -> Iterator[str]:  # noqa: ANN401 - any dataclass
    """Name the fields of a dataclass that hold something else than their annotations say.

    Parameters
    ----------
    record
        A dataclass of texts, whole numbers, truth values, literals, None, tuples and dataclasses.
    place
        Its own name, for those of its fields.

    Yields
    ------
    str
        A name like `key_rule.width`. A text that no database stores (NUL, half of a surrogate pair) or that is longer
        than a cell, and a number below zero or beyond all rows, are as wrong as one of another type.
    """
    for name, hint in _hints(type(record)).items():
        if not _fits(getattr(record, name), hint):
            yield f"{place}{name}"


def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def _fits(value: Any, hint: Any) -> bool:  # noqa: ANN401 - whatever JSON held, against whatever was declared
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return any(_fits(value, each) for each in arguments)
    if origin is Literal:
        return isinstance(value, str) and value in arguments
    if origin is tuple:
        return isinstance(value, tuple) and _fit_all(value, arguments)
    if is_dataclass(hint):
        return type(value) is hint and next(wrong_fields(value), "") == ""
    return _is_plain(value, hint)


def _fit_all(values: tuple[Any, ...], hints: tuple[Any, ...]) -> bool:
    if len(hints) == len((Any, ...)) and hints[1] is Ellipsis:
        return all(_fits(each, hints[0]) for each in values)
    return len(values) == len(hints) and all(map(_fits, values, hints))


def _is_plain(value: Any, hint: Any) -> bool:  # noqa: ANN401 - as above
    if hint is NoneType:
        return value is None
    if hint is str:
        return isinstance(value, str) and len(value) <= LONGEST_TEXT and is_storable(value)
    if hint is int:
        return type(value) is int and 0 <= value <= LARGEST_NUMBER
    return hint is bool and type(value) is bool


def is_storable(text: str) -> bool:
    """Say whether a text is one that a database keeps.

    Parameters
    ----------
    text
        Of whatever origin.

    Returns
    -------
    bool
        False where it holds NUL or half of a surrogate pair.
    """
    return not any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text)
