# SPDX-License-Identifier: EUPL-1.2
"""Marks that say for which content of its input files a step has been done, so that it need not be done again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from scripts.layout import ROOT, VAR

FOLDER = VAR / "stamps"


@dataclass(frozen=True)
class Stamp:
    """The mark of one step for one state of its input."""

    name: str
    value: str

    @classmethod
    def of_files(cls, name: str, files: Iterable[Path]) -> Self:
        """Make the mark for the content of these files."""
        digest = hashlib.sha256()
        for file in files:
            digest.update(f"{file.relative_to(ROOT)}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        return cls(name, digest.hexdigest())

    def is_fresh(self) -> bool:
        """Say whether the step was done for this state."""
        try:
            return self._file().read_text(encoding="ascii") == self.value
        except FileNotFoundError:
            return False

    def set(self) -> None:
        """Say that the step is done for this state."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        self._file().write_text(self.value, encoding="ascii")

    def _file(self) -> Path:
        return FOLDER / self.name


def forget(*names: str) -> None:
    """Let steps be done again."""
    for name in names:
        (FOLDER / name).unlink(missing_ok=True)
