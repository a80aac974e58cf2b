# SPDX-License-Identifier: EUPL-1.2
"""Secrets that were committed by mistake: keys and tokens have shapes of their own."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.layout import ROOT

MOST_BYTES: Final = 2_000_000
# A line that has to show such a shape says so, and why.
ALLOWED: Final = "no secret:"
_SHAPES: Final = {
    "private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "token of a code host": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,}|glpat-[A-Za-z0-9_-]{20,})",
    "token of a registry": r"\b(?:npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,})",
    "token of a chat": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "password in an address": r"\b[a-z][a-z0-9+]{2,12}://[^\s/:@'\"<>{}$%]+:(?!pw@|pass@|password@|geheim@)[^\s/:@'\"<>{}$%]{3,}@[\w.-]+",
    "secret of ours": r"\bSOZIALPLANUNG_\w*(?:PASSWORD|SECRET_KEY|SECRET)=[^\s#$'\"]{8,}",
}
_PATTERNS: Final = {name: re.compile(shape) for name, shape in _SHAPES.items()}


@dataclass(frozen=True)
class Leak:
    """Where something looks like a secret; never the secret itself."""

    path: str
    line: int
    shape: str


def scan(paths: Iterable[Path] | None = None) -> list[Leak]:
    """Look through all files that are tracked."""
    return [leak for path in (tracked() if paths is None else paths) for leak in _leaks(path)]


def tracked() -> list[Path]:
    """Return the files that a commit holds."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def _leaks(path: Path) -> Iterator[Leak]:
    if not path.is_file() or path.stat().st_size > MOST_BYTES:
        return
    content = path.read_bytes()
    if b"\0" in content[:8000]:
        return
    for number, line in enumerate(content.decode(errors="replace").splitlines(), start=1):
        for name, pattern in _PATTERNS.items():
            if pattern.search(line) and ALLOWED not in line:
                shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
                yield Leak(str(shown), number, name)
