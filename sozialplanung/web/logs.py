# SPDX-License-Identifier: EUPL-1.2
"""Log lines without personal data: no e-mail, no network address, no value of a query string."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_QUERY = re.compile(r"\?[^\s\"'<>]+")
_IPV4 = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])|(?<![\w:])::[0-9a-fA-F:]*(?![\w:])")
_DETAIL = re.compile(r"^DETAIL:.*$", re.MULTILINE)

# What the request log adds to a line; everything else that a caller puts into `extra` stays out.
_EXTRA = ("request_id", "method", "route", "status", "milliseconds", "job", "kind", "attempt", "code")


def scrub(text: str) -> str:
    """Return the text without e-mail addresses, network addresses, query values and database details."""
    text = _DETAIL.sub("DETAIL: [removed]", text)
    text = _EMAIL.sub("[e-mail]", text)
    text = _QUERY.sub("?[query]", text)
    text = _IPV4.sub("[address]", text)
    return _IPV6.sub("[address]", text)


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _EXTRA if hasattr(record, name)}


class JsonFormatter(logging.Formatter):
    """Write one JSON object a line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrub(record.getMessage()),
            **_extras(record),
        }
        if record.exc_info:
            line["exception"] = scrub(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    """Write one readable line, for people."""

    def __init__(self) -> None:
        """Fix the form of the line."""
        super().__init__("%(asctime)s %(levelname)-7s %(name)s %(message)s", "%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return scrub(super().format(record))
