# SPDX-License-Identifier: EUPL-1.2
"""What may be told of an address: whose server it is, never the key that it may bear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from spatial.readers.texts import BoundaryFileError, refusal

if TYPE_CHECKING:
    from spatial.geometry.problems import Parameter

SERVER, ADDRESS = "server", "address"
# What is shorter may be part of any word.
SHORTEST_KEY: Final = 4
LONGEST_TOLD: Final = 400
_HIDDEN: Final = "…"
# Codes of asking in general, which this room tells in words of its own.
_GENERAL: Final = ("spatial.source_", "spatial.wfs_")
_UNREADABLE: Final = frozenset(
    {"file_empty", "json_not_utf8", "json_broken", "json_too_deep", "json_too_dense", "json_member_twice"}
    | {"number_not_finite", "not_a_feature_collection", "no_features"}
)
_SYSTEMS: Final = frozenset({"crs_unknown", "crs_link"})


def server_of(address: str) -> str:
    """Return the name of the server of an address.

    Parameters
    ----------
    address : str
        Any text.

    Returns
    -------
    str
        In lower case; empty for what is no address.
    """
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def told_address(address: str, told: str) -> str:
    """Return what readers see of an address.

    Parameters
    ----------
    address : str
        Of a service; it may bear a key.
    told : str
        `SERVER` for the name of the server alone, `ADDRESS` for all before the question mark.

    Returns
    -------
    str
        At most 400 characters. Never a query, a user or a fragment.
    """
    server = server_of(address)
    if told != ADDRESS or not server:
        return server
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, server, parts.path, "", ""))[:LONGEST_TOLD]


def told_of_fetching(error: BoundaryFileError, address: str) -> BoundaryFileError:
    """Return an error of asking with the code under which this room explains it, without any key.

    Parameters
    ----------
    error : BoundaryFileError
        With any code.
    address : str
        That was asked.

    Returns
    -------
    BoundaryFileError
        ``spatial.fetch_<word>`` with what its sentence names; a code that is none of asking stays as it is.
    """
    found = error.problems[0]
    code = _code(found.code)
    if code is None:
        return error
    told = {name: _without_keys(name, value, address) for name, value in found.parameters.items()}
    if found.code == "spatial.crs_link":
        told = {"crs": told["link"]}
    if code == "fetch_system":
        told = {"found": told.get("crs") or told.get("found", "")}
    return refusal(code, None, **told)


def _code(code: str) -> str | None:
    word = code.removeprefix("spatial.")
    if word in _UNREADABLE:
        return "fetch_unreadable"
    if word in _SYSTEMS:
        return "fetch_system"
    if word == "too_many_features":
        return "fetch_too_many"
    if word == "file_too_large":
        return "fetch_too_large"
    general = next((each for each in _GENERAL if code.startswith(each)), None)
    return f"fetch_{code.removeprefix(general)}" if general else None


def _without_keys(name: str, value: Parameter, address: str) -> Parameter:
    """Return a parameter of a sentence without what an address bears."""
    if not isinstance(value, str):
        return value
    if name == "address":
        return value.partition("?")[0]
    if name == "target":
        return server_of(value) or _HIDDEN
    return _masked(value, address)


def _masked(text: str, address: str) -> str:
    """Return what a service says without the values of the query of an address."""
    try:
        query = urlsplit(address).query
    except ValueError:
        return text
    keys = {value for _name, value in parse_qsl(query) if len(value) >= SHORTEST_KEY}
    for key in sorted(keys, key=len, reverse=True):
        text = text.replace(key, _HIDDEN).replace(quote(key, safe=""), _HIDDEN)
    # A text that was cut may end within a key.
    is_cut = text.endswith(_HIDDEN) and bool(keys)
    return f"{text[:-1].rpartition(' ')[0]} {_HIDDEN}".strip() if is_cut else text
