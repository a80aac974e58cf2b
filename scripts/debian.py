# SPDX-License-Identifier: EUPL-1.2
"""The programs that the project needs from Debian: found where they are, installed through apt where they are not."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts.layout import ROOT, is_root
from scripts.programs import postgres_folder

INSTALLER = ROOT / "scripts" / "install_packages.sh"
DOCKER_HINT = (
    "This system has no apt. Install {missing} yourself and start again, or use Docker:\n"
    "    docker compose up\n"
    "README.md says how."
)
SUDO_HINT = (
    "Missing: {missing}. For this, become root or install sudo; or let an administrator run once:\n    {command}"
)


@dataclass(frozen=True)
class Need:
    """Something to find, and the Debian packages that bring it."""

    name: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def _has_program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _has_extension(name: str) -> Callable[[], bool]:
    def is_there() -> bool:
        folder = postgres_folder()
        if folder is None:
            return False
        found = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True, check=False)
        shared = Path(found.stdout.strip() or f"/usr/share/postgresql/{folder.parent.name}")
        return (shared / "extension" / f"{name}.control").exists()

    return is_there


def _has_libraries(*names: str) -> Callable[[], bool]:
    def are_there() -> bool:
        try:
            for name in names:
                ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return are_there


def _has_fonts() -> bool:
    return any(Path("/usr/share/fonts").glob("**/*.[to]tf"))


def _has_office() -> bool:
    program = shutil.which("soffice")
    if program is None:
        return False
    # Each part of the program has a library of its own.
    folder = Path(program).resolve().parent
    return all((folder / f"lib{name}lo.so").exists() for name in ("sw", "sd", "sc"))


TO_RUN = (
    Need("PostgreSQL", ("postgresql-15",), lambda: postgres_folder() is not None),
    Need("PostGIS", ("postgresql-15-postgis-3",), _has_extension("postgis")),
    Need("pgRouting", ("postgresql-15-pgrouting",), _has_extension("pgrouting")),
    Need("Redis", ("redis-server",), _has_program("redis-server")),
    Need("gettext", ("gettext",), _has_program("msgfmt")),
    Need(
        "Pango",
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        _has_libraries("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
    ),
    Need("a /dev/shm to write to", (), lambda: os.access("/dev/shm", os.W_OK)),  # noqa: S108 - looked at only
)
TO_TEST = (
    *TO_RUN,
    Need("Chromium", ("chromium-headless-shell",), _has_program("chromium-headless-shell")),
    Need("fonts", ("fonts-dejavu-core",), _has_fonts),
    Need(
        "LibreOffice",
        ("libreoffice-writer-nogui", "libreoffice-impress-nogui", "libreoffice-calc-nogui"),
        _has_office,
    ),
)


def missing(needs: Iterable[Need]) -> list[Need]:
    """Give what is not there."""
    return [need for need in needs if not need.is_there()]


def install(needs: Iterable[Need]) -> list[Need]:
    """Install what is missing; say what that was."""
    wanted = missing(needs)
    if not wanted:
        return []
    names = ", ".join(need.name for need in wanted)
    if shutil.which("apt-get") is None and any(need.packages for need in wanted):
        raise SystemExit(DOCKER_HINT.format(missing=names))
    command = [str(INSTALLER), *(package for need in wanted for package in need.packages)]
    if not is_root():
        if shutil.which("sudo") is None:
            raise SystemExit(SUDO_HINT.format(missing=names, command=" ".join(command)))
        command = ["sudo", *command]
    subprocess.run(command, check=True)
    _check(wanted)
    return wanted


def _check(wanted: list[Need]) -> None:
    still = missing(wanted)
    if still:
        message = f"apt installed its packages, but still missing: {', '.join(need.name for need in still)}."
        raise SystemExit(message)
