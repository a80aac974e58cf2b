# SPDX-License-Identifier: EUPL-1.2
"""What the confined child hands back: tables, or a refusal, as JSON that is looked through before it is believed."""

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, get_args

from indicators.readers.findings import DeliveryError, Finding, Severity, delivery_error
from indicators.readers.rawtable import Cell, Format, Merged, RawTable
from indicators.readers.texts import EXPLANATIONS

_PLACES: Final = ("hidden_rows", "hidden_columns", "percents")


class WireError(ValueError):
    """Bytes that no child of ours wrote."""


def encode_tables(tables: tuple[RawTable, ...]) -> bytes:
    """Return tables as bytes; numbers keep all their digits.

    Parameters
    ----------
    tables
        As read.

    Returns
    -------
    bytes
        For `decode_answer`.
    """
    return _dumped({"tables": [_table_fields(table) for table in tables]})


def encode_refusal(error: DeliveryError) -> bytes:
    """Return a refusal as bytes.

    Parameters
    ----------
    error
        As raised by a reader.

    Returns
    -------
    bytes
        For `decode_answer`.
    """
    code = error.code.removeprefix("readers.")
    return _dumped({"refusal": {"code": code, "place": error.place, "params": error.params}})


def _dumped(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def _table_fields(table: RawTable) -> dict[str, Any]:
    fields = ("numbers", "format", "sheet", "is_hidden", "encoding", "separator", "removed", *_PLACES)
    plain = {name: getattr(table, name) for name in fields}
    merged = [(each.first_row, each.first_column, each.last_row, each.last_column) for each in table.merged]
    rows = [[[cell.isoformat()] if isinstance(cell, date) else cell for cell in row] for row in table.rows]
    findings = [(each.code, each.severity, dict(each.params)) for each in table.findings]
    return {**plain, "merged": merged, "rows": rows, "findings": findings}


def decode_answer(content: bytes) -> tuple[RawTable, ...]:
    """Return the tables that the child read.

    Parameters
    ----------
    content
        What it wrote, or whatever took it over.

    Returns
    -------
    tuple of RawTable

    Raises
    ------
    WireError
        When this is no answer.
    DeliveryError
        When it is a refusal.
    """
    try:
        answer = json.loads(content)
        if "refusal" in answer:
            raise _refusal(answer["refusal"])
        return tuple(_table(fields) for fields in answer["tables"])
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise WireError("no answer") from error


def _refusal(told: Mapping[str, Any]) -> DeliveryError:
    params = _params(told["params"])
    if told["code"] not in EXPLANATIONS:
        raise WireError("unknown code")
    return delivery_error(told["code"], place=_text(told["place"]), **params)


def _params(told: Mapping[str, Any]) -> dict[str, Any]:
    if not all(isinstance(value, str | int | float) for value in told.values()):
        raise WireError("parameters")
    return dict(told)


def _table(fields: Mapping[str, Any]) -> RawTable:
    numbers = tuple(fields["numbers"])
    if fields["format"] not in get_args(Format) or not all(type(number) is int for number in numbers):
        raise WireError("no table")
    rows = tuple(tuple(map(_cell, row)) for row in fields["rows"])
    if len(rows) != len(numbers):
        raise WireError("rows without numbers")
    return RawTable(
        rows=rows,
        numbers=numbers,
        format=fields["format"],
        sheet=_text(fields["sheet"]),
        is_hidden=bool(fields["is_hidden"]),
        merged=tuple(Merged(*map(int, block)) for block in fields["merged"]),
        encoding=_text(fields["encoding"]),
        separator=_text(fields["separator"]),
        removed=tuple(map(_text, fields["removed"])),
        **{name: tuple(map(int, fields[name])) for name in _PLACES},
        findings=tuple(_finding(*each) for each in fields["findings"]),
    )


def _finding(code: str, severity: Severity, params: Mapping[str, Any]) -> Finding:
    if code not in EXPLANATIONS or severity not in get_args(Severity):
        raise WireError("unknown finding")
    return Finding(code, severity, params=_params(params))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WireError("no text")
    return value


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, list) and len(value) == 1:
        return date.fromisoformat(value[0])
    raise WireError("no cell")
