# SPDX-License-Identifier: EUPL-1.2
"""Known vulnerabilities of what is pinned, as far as somebody who keeps them can be asked: silence is no answer."""

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from scripts import frontend, lockfile
from scripts.layout import ROOT, VENV

LONGEST_SECONDS: Final = 300


class Verdict(StrEnum):
    """What came of asking."""

    NOTHING_KNOWN = "nothing known"
    VULNERABLE = "vulnerable"
    UNREACHABLE = "advisories unreachable"


@dataclass(frozen=True)
class Answer:
    """What was learned of one lock."""

    lock: str
    verdict: Verdict
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a program ended: its code and what it wrote."""

    code: int
    output: str


Run = Callable[[Sequence[str | Path]], Outcome]


def run(command: Sequence[str | Path]) -> Outcome:
    """Run a program; one that does not end in time told nothing."""
    try:
        done = subprocess.run(
            list(command), cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS
        )
    except subprocess.TimeoutExpired:
        return Outcome(-1, "")
    return Outcome(done.returncode, done.stdout)


def of_python(run: Run = run) -> Answer:
    """Ask for requirements.lock. A package that was skipped was not looked at, whatever the program concludes."""
    command = [str(VENV / "bin" / "pip-audit"), "-r", str(lockfile.LOCK), "--require-hashes", "--disable-pip"]
    said = _read(run([*command, "-s", "osv", "--timeout", "10", "--progress-spinner", "off", "-f", "json"]).output)
    packages = said.get("dependencies", [])
    if not packages:
        return Answer(lockfile.LOCK.name, Verdict.UNREACHABLE)
    found = [f"{each['name']} {each['version']}: {bug['id']}" for each in packages for bug in each.get("vulns", ())]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    return _answer(lockfile.LOCK.name, found, is_complete=not skipped)


def of_npm(run: Run = run) -> Answer:
    """Ask for package-lock.json."""
    said = _read(run([frontend.node().npm, "audit", "--json"]).output)
    if "vulnerabilities" not in said:
        return Answer("package-lock.json", Verdict.UNREACHABLE)
    found = [f"{name}: {each['severity']}" for name, each in said["vulnerabilities"].items()]
    return _answer("package-lock.json", found, is_complete=True)


def _answer(lock: str, found: list[str], *, is_complete: bool) -> Answer:
    if found:
        return Answer(lock, Verdict.VULNERABLE, tuple(found))
    return Answer(lock, Verdict.NOTHING_KNOWN if is_complete else Verdict.UNREACHABLE)


def _read(output: str) -> dict[str, Any]:
    try:
        said = json.loads(output)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
