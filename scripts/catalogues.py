# SPDX-License-Identifier: EUPL-1.2
"""Translations: compiled for the application, collected from the sources, checked for gaps."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scripts.layout import PYTHON, ROOT

LOCALE = ROOT / "locale"
SOURCES = ("sozialplanung", "spatial", "indicators", "reports", "templates", "static/js")
DOMAINS = ("django", "djangojs")


def compile_all() -> int:
    """Compile the catalogues that are newer than their compiled form; say how many."""
    stale = [source for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]
    for source in stale:
        subprocess.run(["msgfmt", "--check-format", "-o", source.with_suffix(".mo"), source], check=True)
    return len(stale)


def collect(root: Path = ROOT) -> None:
    """Bring the catalogues below a root up to date with its sources."""
    for domain in DOMAINS:
        if domain == "djangojs" and not (root / "static" / "js").is_dir():
            continue
        command: list[str | Path] = [
            PYTHON,
            "-m",
            "django",
            "makemessages",
            "-l",
            "de",
            "-d",
            domain,
            "--no-location",
            "--no-wrap",
        ]
        ignored = ["-i", "node_modules", "-i", "var", "-i", ".venv", "-i", "static/build"]
        subprocess.run([*command, *ignored], cwd=root, env=_without_settings(), stdout=subprocess.DEVNULL, check=True)


def collected_elsewhere() -> Path:
    """Collect the catalogues in a copy of the sources, so that a check changes nothing; give the copy's folder."""
    copy = Path(tempfile.mkdtemp(prefix="sozialplanung-messages-"))
    for name in (*SOURCES, "locale"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "build"))
    (copy / "locale").mkdir(exist_ok=True)
    collect(copy)
    return copy


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime


def _without_settings() -> Mapping[str, str]:
    """Give the environment without Django settings: with them, collecting would ask for a database."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
