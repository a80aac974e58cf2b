# SPDX-License-Identifier: EUPL-1.2
"""What the database needs: its schema and rights before the application starts, the demo set after."""

import subprocess
from collections.abc import Mapping

from scripts import children
from scripts.layout import LOGS, ROOT
from scripts.programs import tied
from scripts.stamps import Stamp

APPS = ("sozialplanung", "spatial", "indicators", "reports")
MIGRATION_LOG = LOGS / "migrate.log"


def migrate(environment: Mapping[str, str]) -> bool:
    """Bring the database up to date, then give the roles their rights; say whether that worked."""
    stamp = Stamp.of_files("migrated", [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))])
    if stamp.is_fresh():
        return True
    LOGS.mkdir(parents=True, exist_ok=True)
    for command in ("migrate", "grant_roles"):
        with MIGRATION_LOG.open("ab") as log:
            done = subprocess.run(children.manage(command), env=environment, stdout=log, stderr=log, check=False)
        if done.returncode:
            return False
    stamp.set()
    return True


def start_loading_demo(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start loading what is not there of the demo set; progress and logins go to the terminal."""
    command = tied(children.manage("load_demo"), signal_name="TERM")
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
