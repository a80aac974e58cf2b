# SPDX-License-Identifier: EUPL-1.2
"""Write what an event holds besides its sentence as readers know it: names of details, values, addresses."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sozialplanung.audit.models import Event

Words = str | Promise
_NAMES: dict[str, Words] = {}
_VALUES: dict[str, dict[str, Words]] = {}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_OF_ORGANISATION: Final = re.compile(r"<(?:\w+:)?organisation>")
_PLACE: Final = re.compile(r"<[^<>]*>")
ADDRESS: Final = "accounts.address"


def register_details(names: Mapping[str, Words], values: Mapping[str, Mapping[str, Words]] | None = None) -> None:
    """Add what details of an app's events are called, and what stands for values that are codes."""
    _NAMES.update(names)
    for name, words in (values or {}).items():
        _VALUES.setdefault(name, {}).update(words)


def named_details() -> frozenset[str]:
    """Return the details that have a name."""
    return frozenset(_NAMES)


def details_in_words(details: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the details that say something, by their names, as readers know both."""
    told = ((_name(each), _value(each, details[each])) for each in details)
    return tuple(sorted((name, text) for name, text in told if text))


def codes_in_words(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details with words for those values that are codes; all others as they are, for a sentence."""
    return {name: _code(name, value) if isinstance(value, str) else value for name, value in details.items()}


def subject_in_words(event: Event) -> str:
    """Return what was acted on; of an address that was refused its pattern, with the organisation that was named."""
    if event.subject_type != ADDRESS:
        return event.subject_label
    organisation = str(event.details.get("organisation") or "…")
    path = _OF_ORGANISATION.sub(lambda _match: organisation, event.subject_label)
    return f"/{_PLACE.sub('…', path).lstrip('/')}"


def _name(name: str) -> str:
    return str(_NAMES.get(name, name))


def _value(name: str, value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return a value in words; nothing of what is not there or empty."""
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return number_format(value)
        case list():
            return ", ".join(filter(None, (_value(name, each) for each in value)))
        case dict():
            return "; ".join(f"{key}: {text}" for key, text in details_in_words(value))
        case _:
            return _code(name, str(value))


def _code(name: str, text: str) -> str:
    found = _VALUES.get(name, {}).get(text)
    if found is not None:
        return str(found)
    return f"{date.fromisoformat(text):%d.%m.%Y}" if _is_day(text) else text


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
