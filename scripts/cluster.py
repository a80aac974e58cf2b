# SPDX-License-Identifier: EUPL-1.2
"""A private PostgreSQL cluster with PostGIS and pgRouting that listens on one unix socket only."""

import hashlib
import os
import pwd
import signal
import subprocess
from pathlib import Path

from scripts import secretfiles, stamps
from scripts.layout import LOGS, ROOT, VAR, data_folder, is_root, socket_folder
from scripts.programs import (
    as_user,
    hand_over,
    is_alive,
    postgres_folder,
    read_pid,
    start,
    wait_until,
)

USER = "postgres"
DATABASE = "sozialplanung"
OWNER, APP, PUBLIC = "sozialplanung_owner", "sozialplanung_app", "sozialplanung_public"
WEB, OFFICE = "sozialplanung_web", "sozialplanung_office"
ROLES_SCRIPT = ROOT / "scripts" / "database.sql"

# Durable as jobs need it (fsync and synchronous_commit stay on); the rest suits one machine with a few cores.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    # A query that takes every processor would keep readers waiting.
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
ACCESS = """\
# The system user that owns this cluster is its superuser; all others need a password; nothing by network.
local all postgres peer map=superuser
local all all scram-sha-256
"""


def socket() -> Path:
    """Give the folder of the cluster's socket."""
    return socket_folder() / "postgres"


def pid() -> int | None:
    """Give the process id of the running cluster."""
    data = data_folder()
    return read_pid(data / "postmaster.pid", str(data))


def ensure_running() -> bool:
    """Start the cluster, making it first where there is none; say whether this call started it."""
    is_new = not (data_folder() / "PG_VERSION").exists()
    if is_new:
        _initialise()
    is_started = pid() is None
    if is_started:
        _start()
    if is_new or not _has_database():
        create_database()
        # What was done to the database that is gone has to be done again.
        stamps.forget("migrated")
    elif not _roles().is_fresh():
        # A cluster that an older version made lacks what the roles need by now.
        create_database()
    return is_started


def stop() -> None:
    """Stop the cluster, ending its connections."""
    running = pid()
    if running is None:
        return
    os.kill(running, signal.SIGINT)
    if not wait_until(lambda: not is_alive(running), 30):
        message = f"PostgreSQL (process {running}) does not stop. Its log: {LOGS / 'postgres.log'}"
        raise SystemExit(message)


def is_ready() -> bool:
    """Say whether the cluster takes connections."""
    ready = subprocess.run([_program("pg_isready"), "-q", "-h", socket()], check=False)
    return ready.returncode == 0


def create_database() -> None:
    """Create roles, extensions and the database; what is there stays, passwords follow the secret files."""
    passwords = {
        f"{login.upper()}_PASSWORD": secretfiles.read(f"database_{login}_password") for login in secretfiles.LOGINS
    }
    script = ROLES_SCRIPT.read_text(encoding="utf-8")
    subprocess.run(
        [_program("psql"), "-X", "-q", "-h", socket(), "-U", USER, "-d", "postgres", "-f", "-"],
        input=script.encode(),
        env={**os.environ, **passwords},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    _roles().set()


def _roles() -> stamps.Stamp:
    # The secrets may lie outside the checkout; a hash of theirs betrays none of 48 random bytes.
    said = [ROLES_SCRIPT.read_text(encoding="utf-8"), *map(secretfiles.read, secretfiles.NAMES)]
    return stamps.Stamp("roles", hashlib.sha256("\0".join(said).encode()).hexdigest())


def _has_database() -> bool:
    question = f"SELECT count(*) FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608 - a constant
    command = [
        _program("psql"),
        "-X",
        "-qtA",
        "-h",
        str(socket()),
        "-U",
        USER,
        "-d",
        "postgres",
        "-c",
        question,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "1"


def _program(name: str) -> str:
    folder = postgres_folder()
    if folder is None:
        message = "PostgreSQL is not installed. `make demo` and `make test` install it."
        raise SystemExit(message)
    return str(folder / name)


def _initialise() -> None:
    data = data_folder()
    hand_over(data, USER)
    _link(data)
    # No --no-sync: a cluster that is half on the disk after a power cut would be worse than two seconds.
    command = [
        _program("initdb"),
        "-D",
        str(data),
        "-U",
        USER,
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-A",
        "peer",
    ]
    made = subprocess.run(as_user(USER, command), cwd="/", capture_output=True, text=True, check=False)
    if made.returncode:
        message = f"The database cluster could not be made in {data}:\n{made.stderr}"
        raise SystemExit(message)
    (data / "pg_hba.conf").write_text(ACCESS, encoding="utf-8")
    names = {
        pwd.getpwuid(os.geteuid()).pw_name,
        USER if is_root() else pwd.getpwuid(os.geteuid()).pw_name,
    }
    lines = [f"superuser {name} {USER}\n" for name in sorted(names)]
    (data / "pg_ident.conf").write_text("".join(lines), encoding="utf-8")


def _link(data: Path) -> None:
    """Let var/postgres lead to the data where they lie elsewhere."""
    inside = VAR / "postgres"
    if data != inside and not inside.exists():
        inside.unlink(missing_ok=True)
        inside.symlink_to(data)


def _start() -> None:
    data = data_folder()
    hand_over(socket(), USER)
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = [_program("postgres"), "-D", str(data), "-k", str(socket()), *settings]
    child = start(as_user(USER, command), log=LOGS / "postgres.log")
    if not wait_until(lambda: is_ready() or child.poll() is not None, 60) or child.poll() is not None:
        message = f"PostgreSQL does not start. Its log: {LOGS / 'postgres.log'}"
        raise SystemExit(message)
