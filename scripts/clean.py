# SPDX-License-Identifier: EUPL-1.2
"""Deletes what set-up made in this checkout, after stopping what runs in it."""

import shutil
import sys

from scripts import run, services
from scripts.layout import ROOT, VAR, VENV, data_folder, socket_folder


def main() -> int:
    """Stop, then delete."""
    if run.down() or not services.stop():
        print("Something still uses the services of this checkout; nothing was deleted.")
        return 1
    for folder in (data_folder(), socket_folder(), VAR, VENV, ROOT / "node_modules", ROOT / "static" / "build"):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
