# SPDX-License-Identifier: EUPL-1.2
"""Secrets of one checkout: made once, kept in files that only their owner reads, never printed.

python3 -m scripts.secretfiles    make those for `docker compose`, too: containers read them as another user
"""

import os
import secrets
from pathlib import Path

from scripts.layout import SECRETS, make_private

LOGINS = ("owner", "app", "web", "office", "public")
NAMES = ("secret_key", *(f"database_{login}_password" for login in LOGINS))
FOR_CONTAINERS = (*NAMES, "database_superuser_password")


def ensure(names: tuple[str, ...] = NAMES) -> None:
    """Make the secrets that are missing."""
    make_private(SECRETS)
    for name in names:
        _make(file(name))


def open_to_containers() -> None:
    """Let the user inside a container read the files; outside, their folder keeps everybody else away."""
    ensure(FOR_CONTAINERS)
    for name in FOR_CONTAINERS:
        file(name).chmod(0o444)


def file(name: str) -> Path:
    """Give the file of a secret."""
    return SECRETS / name


def read(name: str) -> str:
    """Read a secret."""
    return file(name).read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    try:
        # O_EXCL: two programs that start together must agree on one secret.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as output:
        output.write(secrets.token_urlsafe(48))


if __name__ == "__main__":
    open_to_containers()
