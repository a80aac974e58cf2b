# SPDX-License-Identifier: EUPL-1.2
"""Where everything of one checkout lies: the environment, the private services, secrets, logs and sockets.

All of it is under the git-ignored `var/` (and `.venv/`, `node_modules/`), so that two checkouts never meet.
"""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("SOZIALPLANUNG_VAR_DIR") or ROOT / "var")
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOGS = VAR / "log"
SECRETS = VAR / "secrets"

#: sun_path holds 108 bytes with its closing zero.
LONGEST_SOCKET = 107
POSTGRES_SOCKET = "postgres/.s.PGSQL.5432"
REDIS_SOCKET = "redis/redis.sock"


def is_root() -> bool:
    """Say whether this process may change users."""
    return os.geteuid() == 0


def checkout_key(root: Path = ROOT) -> str:
    """Name this checkout of this user in places that all checkouts share."""
    return hashlib.sha256(f"{root}:{os.geteuid()}".encode()).hexdigest()[:12]


def may_others_pass(folder: Path) -> bool:
    """Say whether a system user such as postgres could reach the folder."""
    return all(place.stat().st_mode & stat.S_IXOTH for place in (folder, *folder.parents))


def socket_folder(root: Path = ROOT, var: Path = VAR) -> Path:
    """Give the folder of the sockets: below var, or in /tmp where postgres could not use that path."""
    inside = var / "run"
    is_short = len(os.fsencode(inside / POSTGRES_SOCKET)) <= LONGEST_SOCKET
    if is_short and (not is_root() or may_others_pass(root)):
        return inside
    return Path(tempfile.gettempdir()) / f"sozialplanung-{checkout_key(root)}"


def data_folder(root: Path = ROOT, var: Path = VAR) -> Path:
    """Give the folder of the database: below var, or in /var/lib where postgres could not reach it."""
    if not is_root() or may_others_pass(root):
        return var / "postgres"
    return Path("/var/lib/sozialplanung") / checkout_key(root)


def make_private(folder: Path, mode: int = 0o700) -> Path:
    """Make a folder of our own; refuse one that somebody else put there."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.geteuid():
        message = f"{folder} belongs to somebody else. Remove it, then start again."
        raise SystemExit(message)
    folder.chmod(mode)
    return folder
