# SPDX-License-Identifier: EUPL-1.2
"""The Python environment in .venv, equal to requirements.lock by hash; left alone where it is equal already."""

import configparser
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from scripts import lockfile
from scripts.layout import PYTHON, ROOT, VENV

OLDEST = (3, 11)
UV = VENV / "bin" / "uv"
STAMP = VENV / "requirements.sha256"


def sync(pins: list[lockfile.Pin]) -> bool:
    """Make .venv hold exactly these pins; say whether anything had to be done."""
    wanted = lockfile.text(pins)
    stamp = hashlib.sha256(f"{ROOT}\n{sys.version}\n{wanted}".encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == stamp and PYTHON.exists():
        return False
    _make()
    _install(wanted)
    _know_the_project()
    STAMP.write_text(stamp, encoding="ascii")
    return True


def _make() -> None:
    if sys.version_info < OLDEST:
        message = f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; {sys.executable} is {sys.version.split()[0]}."
        raise SystemExit(message)
    if UV.exists() and PYTHON.exists():
        return
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        message = f"Python's venv does not work here (Debian: install python3-venv):\n{made.stdout}{made.stderr}"
        raise SystemExit(message)
    bootstrap = _requirements("bootstrap", lockfile.text(lockfile.only(lockfile.read(), lockfile.BOOTSTRAP)))
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--require-hashes",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, "-r", bootstrap], check=True)


def _install(wanted: str) -> None:
    command: list[str | Path] = [
        UV,
        "pip",
        "sync",
        "-q",
        "--require-hashes",
        "--python",
        PYTHON,
        _requirements("requirements", wanted),
    ]
    subprocess.run(command, check=True, env=_registry(dict(os.environ)))


def _requirements(name: str, wanted: str) -> Path:
    path = VENV / f"{name}.txt"
    path.write_text(wanted, encoding="utf-8")
    return path


def _registry(environment: dict[str, str]) -> dict[str, str]:
    """Let uv use the registry that pip is set up for on this machine; uv reads no settings of pip."""
    if not {"UV_INDEX_URL", "UV_DEFAULT_INDEX"} & environment.keys():
        address = environment.get("PIP_INDEX_URL") or _address_in_files()
        if address:
            environment["UV_DEFAULT_INDEX"] = address
    return environment


def _address_in_files() -> str | None:
    home = Path.home()
    files = [Path("/etc/pip.conf"), home / ".config" / "pip" / "pip.conf", home / ".pip" / "pip.conf"]
    settings = configparser.ConfigParser(interpolation=None)
    settings.read(files)
    return settings.get("global", "index-url", fallback=None)


def _know_the_project() -> None:
    """Let every program of the environment find the project, wherever it is started from."""
    (folder,) = (VENV / "lib").glob("python*/site-packages")
    (folder / "sozialplanung.pth").write_text(f"{ROOT}\n", encoding="utf-8")
