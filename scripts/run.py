# SPDX-License-Identifier: EUPL-1.2
"""Run the application of this checkout.

python3 -m scripts.run            in the foreground until Ctrl-C
python3 -m scripts.run up         in the background; returns when the demo set is loaded
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
from scripts.supervisor import LONGEST_START, AlreadyRunningError, Supervisor, running

LOG = LOGS / "supervisor.log"
LONGEST_LOADING = 900.0


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
    """Start in the background; wait until it answers and the demo set is loaded."""
    found = running()
    if found is not None:
        say(f"It runs already: {found.address} (`make down` stops it).")
        return 0
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("ab") as log:
        begin = log.tell()
        command = [sys.executable, "-m", "scripts.run"]
        child = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    is_loaded = _wait_for(child)
    say(LOG.read_bytes()[begin:].decode(errors="replace").rstrip())
    if not is_loaded:
        say(f"It did not start. The log: {LOG}")
    return 0 if is_loaded else 1


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


def _wait_for(child: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + LONGEST_LOADING
    while child.poll() is None and time.monotonic() < deadline:
        found = running()
        if found is not None and found.is_loaded:
            return True
        time.sleep(0.1)
    return False


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
