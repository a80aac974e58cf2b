# SPDX-License-Identifier: EUPL-1.2
"""Which licence each package of the locks has, and whether it may have it: what is not known is not allowed."""

import importlib.metadata
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from scripts import lockfile
from scripts.layout import ROOT

RULES: Final = ROOT / "scripts" / "licences.toml"
PACKAGE_LOCK: Final = ROOT / "package-lock.json"
LONGEST: Final = 60


@dataclass(frozen=True)
class Part:
    """One package that a lock pins; `licence` is empty where nobody knows."""

    ecosystem: str
    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str
    is_shipped: bool


def parts() -> list[Part]:
    """Return everything that the two locks pin."""
    return [*python_parts(lockfile.read()), *npm_parts(json.loads(PACKAGE_LOCK.read_text(encoding="utf-8")))]


def python_parts(pins: list[lockfile.Pin]) -> list[Part]:
    """Return the packages of requirements.lock."""
    shipped = {pin.name for pin in lockfile.needed_to_run(pins)}
    return [
        Part(
            "pypi",
            pin.name,
            re.split(r"[ ;\\]", pin.text.partition("==")[2], maxsplit=1)[0].strip(),
            tuple(re.findall(r"--hash=(\S+)", pin.text)),
            _licence_of(pin.name),
            pin.name in shipped,
        )
        for pin in pins
    ]


def npm_parts(lock: dict[str, Any]) -> list[Part]:
    """Return the packages of package-lock.json; of those, only what is no tool is shipped."""
    return [
        Part(
            "npm",
            path.rpartition("node_modules/")[2],
            said["version"],
            (said["integrity"],) if "integrity" in said else (),
            said.get("license", "").strip("()"),
            not said.get("dev", False),
        )
        for path, said in lock["packages"].items()
        if path
    ]


def refused(found: Iterable[Part]) -> list[Part]:
    """Return the packages whose licence is not known, or not allowed for what they are used for."""
    return [part for part in found if not is_allowed(part.licence, is_shipped=part.is_shipped)]


def is_allowed(licence: str, *, is_shipped: bool) -> bool:
    """Say whether one of the licences to choose from is allowed, with everything that comes with it."""
    rules = _rules()
    allowed = {*rules["shipped"], *([] if is_shipped else rules["tools"])}
    choices = re.split(r" OR ", licence)
    return any(all(name.strip("() ") in allowed for name in choice.split(" AND ")) for choice in choices)


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


def _licence_of(name: str) -> str:
    rules = _rules()
    if name in rules["packages"]:
        return str(rules["packages"][name])
    try:
        said = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    classifiers = [
        each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or () if each.startswith("License ::")
    ]
    names = [*(said.get_all("License-Expression") or ()), *(said.get_all("License") or ()), *classifiers]
    for word in names:
        # Some packages put the whole text where the name belongs.
        if word and len(word) <= LONGEST and "\n" not in word:
            known = str(rules["names"].get(word, word))
            if is_allowed(known, is_shipped=False):
                return known
    return ""
