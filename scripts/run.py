# SPDX-License-Identifier: EUPL-1.2
"""Run the application of this checkout.

python3 -m scripts.run            in the foreground until Ctrl-C
python3 -m scripts.run up         in the background, return when it answers
python3 -m scripts.run down       stop what runs, in whichever way it was started
"""

import os
import signal
import subprocess
import sys
import time

from scripts import services
from scripts.layout import LOGS, ROOT
from scripts.programs import is_alive, wait_until
from scripts.readiness import is_ready
from scripts.supervisor import LONGEST_START, AlreadyRunningError, Running, Supervisor, running

LOG = LOGS / "supervisor.log"


def say(message: str) -> None:
    """Tell the person at the terminal, or the log."""
    print(message, flush=True)


def foreground() -> int:
    """Run until a signal comes."""
    try:
        return Supervisor(say).run()
    except AlreadyRunningError:
        found = running()
        say(f"It runs already: {found.address} (`make down` stops it)." if found else "It is just being started.")
        return 0


def up() -> int:
    """Start in the background and wait until it answers."""
    found = running()
    if found is None:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with LOG.open("ab") as log:
            command = [sys.executable, "-m", "scripts.run"]
            child = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        found = _wait_for(child)
    if found is None:
        say(f"It did not start. The log: {LOG}")
        return 1
    say(f"Sozialplanung runs at {found.address} (`make down` stops it; its log: {LOG}).")
    return 0


def down() -> int:
    """Stop the application and, if nobody else uses them, its services."""
    found = running()
    if found is None:
        services.stop()
        return 0
    os.kill(found.pid, signal.SIGTERM)
    if not wait_until(lambda: not is_alive(found.pid), LONGEST_START):
        say(f"Process {found.pid} does not end. Its log: {LOG}")
        return 1
    return 0


def _wait_for(child: subprocess.Popen[bytes]) -> Running | None:
    deadline = time.monotonic() + 3 * LONGEST_START
    while child.poll() is None and time.monotonic() < deadline:
        found = running()
        if found is not None and is_ready(found.address):
            return found
        time.sleep(0.1)
    return None


def main(arguments: list[str]) -> int:
    """Do what the first argument names."""
    match arguments:
        case []:
            return foreground()
        case ["up"]:
            return up()
        case ["down"]:
            return down()
        case _:
            say(__doc__ or "")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
