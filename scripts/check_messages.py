# SPDX-License-Identifier: EUPL-1.2
"""Refuses a German catalogue that lacks a sentence of the sources, or holds one that is fuzzy or used no more."""

import shutil
import sys
from pathlib import Path

import polib

from scripts import catalogues


def problems(path: Path) -> list[str]:
    """Name what is wrong with one catalogue that has just been collected."""
    catalogue = polib.pofile(str(path))
    kinds = {
        "not translated": catalogue.untranslated_entries(),
        "fuzzy": catalogue.fuzzy_entries(),
        "used no more": catalogue.obsolete_entries(),
    }
    return [f"{path.name}: {kind}: {entry.msgid!r}" for kind, entries in kinds.items() for entry in entries]


def main() -> int:
    """Check every German catalogue against the sources."""
    copy = catalogues.collected_elsewhere()
    found = [problem for path in sorted(copy.glob("locale/de/LC_MESSAGES/*.po")) for problem in problems(path)]
    shutil.rmtree(copy)
    for problem in found:
        print(problem)
    if found:
        print(f"{len(found)} messages need work. `make messages` collects them into locale/de/LC_MESSAGES.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
