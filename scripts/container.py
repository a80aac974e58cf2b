# SPDX-License-Identifier: EUPL-1.2
"""What the containers of docker-compose.yml run and ask.

python -m scripts.container sweep           migrate as the database's owner, then sweep as the application
python -m scripts.container web-health      0 if the web server says that it can work
python -m scripts.container worker-health   0 if worker processes run
"""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from scripts import children

MIGRATED = Path("/tmp/migrated")  # noqa: S108 - a tmpfs of this container alone
ADDRESS = "http://127.0.0.1:8000/readyz"


def sweep() -> int:
    """Bring the database up to date as its owner, then become the sweeper as the application."""
    MIGRATED.unlink(missing_ok=True)
    owner = {**os.environ, "SOZIALPLANUNG_DATABASE_AS": "owner"}
    for command in ("migrate", "grant_roles"):
        subprocess.run(children.manage(command), env=owner, check=True)
    MIGRATED.touch()
    command_line = children.sweeper()
    os.execv(command_line[0], command_line)  # noqa: S606 - the sweeper takes this process over


def web_health() -> int:
    """Ask the web server under a name that it answers to."""
    names = os.environ.get("SOZIALPLANUNG_ALLOWED_HOSTS", "localhost").replace(",", " ").split()
    request = urllib.request.Request(ADDRESS, headers={"Host": names[0].lstrip(".")})
    try:
        with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - an address of this container
            return 0
    except (urllib.error.URLError, OSError):
        return 1


def worker_health() -> int:
    """Count the processes of the worker: the first one alone works on nothing."""
    lines = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline"))
    return 0 if sum(b"celery" in line for line in lines) > 1 else 1


VERBS = {"sweep": sweep, "web-health": web_health, "worker-health": worker_health}


def main(arguments: list[str]) -> int:
    """Do what the argument names."""
    if len(arguments) != 1 or arguments[0] not in VERBS:
        print(__doc__)
        return 2
    return VERBS[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
