# SPDX-License-Identifier: EUPL-1.2
"""Private PostgreSQL and Redis of this checkout.

python3 scripts/services.py start     start both (making the cluster first), return when they answer
python3 scripts/services.py stop      stop both
python3 scripts/services.py status    say what runs
python3 scripts/services.py env       print the exports that manage.py and pytest need:
                                      eval "$(python3 scripts/services.py env)"
python3 scripts/services.py owner     the same, as the database's owner (to migrate)
python3 scripts/services.py exec …    run a command as the database's owner, with the services running meanwhile
python3 scripts/services.py psql      open psql as the database's owner
"""

import contextlib
import fcntl
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

# Run as a file, Python knows the folder of this file only.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import cache, cluster, secretfiles
from scripts.layout import VAR, make_private, socket_folder
from scripts.programs import with_settings


def environment(*, mode: str = "development", as_owner: bool = False) -> dict[str, str]:
    """Give the settings of the application for these services."""
    _prepare()
    return {
        "DJANGO_SETTINGS_MODULE": "sozialplanung.settings",
        "SOZIALPLANUNG_MODE": mode,
        "SOZIALPLANUNG_SECRET_KEY_FILE": str(secretfiles.file("secret_key")),
        "SOZIALPLANUNG_DATABASE_HOST": str(cluster.socket()),
        "SOZIALPLANUNG_DATABASE_NAME": cluster.DATABASE,
        "SOZIALPLANUNG_DATABASE_USER": cluster.APP,
        "SOZIALPLANUNG_DATABASE_PASSWORD_FILE": str(secretfiles.file("database_app_password")),
        "SOZIALPLANUNG_DATABASE_WEB_USER": cluster.WEB,
        "SOZIALPLANUNG_DATABASE_WEB_PASSWORD_FILE": str(secretfiles.file("database_web_password")),
        "SOZIALPLANUNG_DATABASE_OFFICE_USER": cluster.OFFICE,
        "SOZIALPLANUNG_DATABASE_OFFICE_PASSWORD_FILE": str(secretfiles.file("database_office_password")),
        "SOZIALPLANUNG_DATABASE_PUBLIC_USER": cluster.PUBLIC,
        "SOZIALPLANUNG_DATABASE_PUBLIC_PASSWORD_FILE": str(secretfiles.file("database_public_password")),
        "SOZIALPLANUNG_DATABASE_OWNER_USER": cluster.OWNER,
        "SOZIALPLANUNG_DATABASE_OWNER_PASSWORD_FILE": str(secretfiles.file("database_owner_password")),
        "SOZIALPLANUNG_DATABASE_AS": "owner" if as_owner else "app",
        "SOZIALPLANUNG_REDIS_URL": f"unix://{cache.socket()}",
        "SOZIALPLANUNG_LOG_FORMAT": "text",
        "SOZIALPLANUNG_VAR_DIR": str(VAR),
    }


def start() -> bool:
    """Start what does not run; say whether anything had to be started."""
    _prepare()
    with _alone():
        is_postgres_new, is_redis_new = cluster.ensure_running(), cache.ensure_running()
    return is_postgres_new or is_redis_new


def stop() -> bool:
    """Stop both services unless somebody uses them; say whether they are stopped."""
    _prepare()
    with (VAR / "services.users").open("a") as users:
        return _has_to_itself(users) and _stop()


def _stop() -> bool:
    with _alone():
        cache.stop()
        cluster.stop()
    _on_demand().unlink(missing_ok=True)
    return True


@contextlib.contextmanager
def lease() -> Iterator[None]:
    """Use the services for a while: the first user starts them, the last one stops them."""
    _prepare()
    with (VAR / "services.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        if start():
            _on_demand().touch()
        try:
            yield
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            if _has_to_itself(users) and _on_demand().exists():
                _stop()


def _has_to_itself(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _on_demand() -> Path:
    """Give the mark which says that the services run only as long as somebody uses them."""
    return VAR / "services.on-demand"


def _prepare() -> None:
    VAR.mkdir(mode=0o755, parents=True, exist_ok=True)
    # 0711: the users postgres and redis pass to their own folders, and nobody looks around.
    make_private(socket_folder(), 0o711)
    secretfiles.ensure()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one program at a time start services of this checkout."""
    with (VAR / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start() -> int:
    start()
    _on_demand().unlink(missing_ok=True)
    return 0


def _stop_unless_used() -> int:
    if stop():
        return 0
    print("They are in use (by `make demo`, `make up` or a test session) and keep running.")
    return 1


def _status() -> int:
    for name, pid in {"postgres": cluster.pid(), "redis": cache.pid()}.items():
        print(f"{name}: {f'runs (process {pid})' if pid else 'stopped'}")
    return 0


def _export(*, as_owner: bool) -> int:
    for name, value in environment(as_owner=as_owner).items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def _open_psql() -> int:
    secret = {"PGPASSWORD": secretfiles.read("database_owner_password")}
    command = ["psql", "-h", str(cluster.socket()), "-U", cluster.OWNER, "-d", cluster.DATABASE]
    return subprocess.run(command, env={**os.environ, **secret}, check=False).returncode


def execute(command: list[str], *, mode: str = "development") -> int:
    """Run a command as the database's owner, with the services running meanwhile; give its exit code."""
    with lease():
        settings = environment(mode=mode, as_owner=True)
        return subprocess.run(command, env=with_settings(settings), check=False).returncode


VERBS: dict[str, Callable[[], int]] = {
    "start": _start,
    "stop": _stop_unless_used,
    "status": _status,
    "env": lambda: _export(as_owner=False),
    "owner": lambda: _export(as_owner=True),
    "psql": _open_psql,
}


def main(arguments: list[str]) -> int:
    """Do what the first argument names."""
    verb, *rest = arguments or [""]
    if verb == "exec" and rest:
        return execute(rest)
    if verb not in VERBS or rest:
        print(__doc__)
        return 2
    return VERBS[verb]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
