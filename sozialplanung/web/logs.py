# SPDX-License-Identifier: EUPL-1.2
"""Log lines without personal data: no e-mail, no network address, no value of a query string."""

import ipaddress
import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_QUERY = re.compile(r"\?[^\s\"'<>]+")
# What may be a network address; times and version numbers look alike, so each candidate is tried.
_ADDRESS = re.compile(
    r"(?<![\w.:])"
    r"(?:(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:]))"
)
_DETAIL = re.compile(r"\bDETAIL:.*")

_REFUSALS = "django.security"
_ABOUT_REQUESTS = ("django.request", _REFUSALS)

# What the request log adds to a line; everything else that a caller puts into `extra` stays out.
_EXTRA = ("request_id", "method", "route", "status", "milliseconds", "job", "kind", "attempt", "code")


def scrub(text: str) -> str:
    """Return the text without e-mail addresses, network addresses, query values and database details."""
    text = _DETAIL.sub("DETAIL: [removed]", text)
    text = _EMAIL.sub("[e-mail]", text)
    text = _QUERY.sub("?[query]", text)
    return _ADDRESS.sub(_without_address, text)


def _without_address(match: re.Match[str]) -> str:
    try:
        ipaddress.ip_address(match[0])
    except ValueError:
        return match[0]
    return "[address]"


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _EXTRA if hasattr(record, name)}


class WithoutPath(logging.Filter):
    """Take what a visitor chose (path, host, origin) out of the lines that Django itself writes about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put route, status and kind in the place of the text; let every line pass."""
        if record.name.startswith(_ABOUT_REQUESTS):
            request = getattr(record, "request", None)
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "unknown or static"
            status = getattr(record, "status_code", None)
            if record.name.startswith(_REFUSALS):
                # What Django refuses, it quotes: a host, an origin, the name of a field.
                vars(record).update(exc_info=None, exc_text=None)
            vars(record).update(route=route, status=status, msg=f"{status or 'refused'} at /{route}", args=())
        return True


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
