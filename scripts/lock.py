# SPDX-License-Identifier: EUPL-1.2
"""Writes both locks anew from the newest releases: versions and hashes, no addresses."""

import subprocess
import sys
from pathlib import Path

from scripts import frontend, lockfile, pythonenv
from scripts.layout import ROOT

GROUPS = ("dev", "bootstrap", "node")


def main() -> int:
    """Resolve both."""
    pythonenv.sync(lockfile.read())
    groups = [part for name in GROUPS for part in ("--group", name)]
    options = ["--universal", "--generate-hashes", "--upgrade", "--python-version", "3.11"]
    quiet = ["-q", "--custom-compile-command", "make lock"]
    command: list[str | Path] = [
        pythonenv.UV,
        "pip",
        "compile",
        *quiet,
        *options,
        *groups,
        "pyproject.toml",
        "-o",
        lockfile.LOCK,
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    node = frontend.node()
    command = [node.program, node.npm.resolve(), "install", "--package-lock-only", "--loglevel=error"]
    subprocess.run(command, cwd=ROOT, env=node.environment(), check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
