# SPDX-License-Identifier: EUPL-1.2
"""Install what is missing, and only that.

python3 -m scripts.setup demo     all that running needs
python3 -m scripts.setup test     all that testing needs: Chromium too
python3 -m scripts.setup image    the same for a container image: without tools, PostgreSQL and Redis
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from scripts import catalogues, debian, frontend, lockfile, pythonenv
from scripts.layout import PYTHON, ROOT, VAR
from scripts.programs import with_settings
from scripts.stamps import Stamp

# Collecting files asks neither the database nor Redis; the settings want to know them all the same.
NO_SERVICES = {
    "SOZIALPLANUNG_MODE": "development",
    "SOZIALPLANUNG_SECRET_KEY": "only-to-collect-files",
    "SOZIALPLANUNG_DATABASE_HOST": "127.0.0.1",
    "SOZIALPLANUNG_REDIS_URL": "redis://127.0.0.1:6379",
    "SOZIALPLANUNG_VAR_DIR": str(VAR),
}


def main(kind: str) -> int:
    """Do every step that is not done yet, and say how long it took."""
    needs = {"demo": debian.TO_RUN, "test": debian.TO_TEST, "image": ()}[kind]
    VAR.mkdir(mode=0o755, parents=True, exist_ok=True)
    _step("Debian packages", lambda: bool(debian.install(needs)))
    _step("Python environment", lambda: pythonenv.sync(_pins(kind)))
    _step("front-end packages", frontend.install)
    _step("front-end build", frontend.build)
    _step("translations", lambda: catalogues.compile_all() > 0)
    _step("static files", _collect_static)
    if kind == "image":
        _step("tools removed", _remove_tools)
    return 0


def _remove_tools() -> bool:
    shutil.rmtree(frontend.MODULES)
    return pythonenv.sync(lockfile.needed_to_run(lockfile.read()))


def _pins(kind: str) -> list[lockfile.Pin]:
    pins = lockfile.read()
    if kind == "image":
        return lockfile.needed_to_run(pins) + lockfile.only(pins, lockfile.NODE)
    return lockfile.without(pins, lockfile.NODE) if frontend.system_node() else pins


def _collect_static() -> bool:
    stamp = Stamp.of_files("static", _static_sources())
    if stamp.is_fresh() and (VAR / "static").is_dir():
        return False
    command: list[str | Path] = [PYTHON, ROOT / "manage.py", "collectstatic", "--noinput", "--clear", "-v0"]
    subprocess.run(command, env=with_settings(NO_SERVICES), check=True)
    stamp.set()
    return True


def _static_sources() -> list[Path]:
    own = [path for path in sorted((ROOT / "static").rglob("*")) if path.is_file()]
    return [ROOT / "requirements.lock", *own]


def _step(name: str, work: Callable[[], bool]) -> None:
    begin = time.monotonic()
    is_done = work()
    if is_done:
        print(f"  {name}: {time.monotonic() - begin:.1f} s", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"demo", "test", "image"}:  # noqa: PLR2004 - the program and one word
        sys.exit(__doc__)
    try:
        sys.exit(main(sys.argv[1]))
    except subprocess.CalledProcessError as error:
        sys.exit(f"This did not work (exit code {error.returncode}): {' '.join(map(str, error.cmd))}")
