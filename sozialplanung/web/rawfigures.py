# SPDX-License-Identifier: EUPL-1.2
"""Raw figures are out of reach of the web process, but for the pages of somebody who may read them.

They lie in a schema of their own (`RAW_TABLES` of the apps' models), on which the login of the web process has no
right, and no way to become anybody who has one. The door of a desk lets a person with the right be answered over the
login of the statistics office instead: the whole answer, so that whatever it reads and writes is one transaction where
it has to be one. Workers and commands have a login of their own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

SCHEMA: Final = "raw"
OFFICE: Final = "office"


def has_office() -> bool:
    """Say whether this process reads raw figures over a login of their own: web processes do."""
    return OFFICE in connections.settings


def require_web_login() -> None:
    """Refuse to serve pages over a login that reads raw figures.

    Raises
    ------
    ImproperlyConfigured
        When the settings were read for another login than that of the web process.
    """
    if settings.DATABASE_AS != "web":
        raise ImproperlyConfigured(
            f"Pages are served as the login “web”, not as “{settings.DATABASE_AS}”. "
            "Start with SOZIALPLANUNG_DATABASE_AS=web."
        )


@contextmanager
def raw_figures(is_allowed: Callable[[], bool]) -> Iterator[None]:
    """Let what happens inside read raw figures, where somebody may; asked only in a process that has a way to them."""
    if not (has_office() and is_allowed()):
        yield
        return
    with _over(OFFICE):
        yield


@contextmanager
def _over(alias: str) -> Iterator[None]:
    """Let this thread's statements go over another login; those of other threads are not concerned."""
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[alias]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
