# SPDX-License-Identifier: EUPL-1.2
"""Whether the process lives and whether it can work; the answers hold no name, address or version."""

import logging
from collections.abc import Callable
from typing import Final

import redis
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sozialplanung.web.rawfigures import OFFICE, has_office

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS: Final = 10
_TIMEOUT_SECONDS: Final = 2.0


@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return _answer({"status": "ok"}, 200)


@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """Say whether database, schema and Redis are there; 503 when one is not."""
    parts = {name: _state_of(name, check) for name, check in _CHECKS.items()}
    is_ready = all(state == "ok" for state in parts.values())
    response = _answer({"status": "ok" if is_ready else "unavailable", **parts}, 200 if is_ready else 503)
    if not is_ready:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _answer(content: dict[str, str], status: int) -> HttpResponse:
    response = JsonResponse(content, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _state_of(name: str, check: Callable[[], bool]) -> str:
    try:
        return "ok" if check() else "pending"
    except (DatabaseError, redis.RedisError, OSError) as error:
        logger.warning("Not ready: %s (%s)", name, type(error).__name__)
        return "unavailable"


def _has_database() -> bool:
    return _answers(connections[DEFAULT_DB_ALIAS]) and (not has_office() or _has_office_login())


def _has_office_login() -> bool:
    """Say whether desks can work; the connection is not kept where no desk was asked for before."""
    office = connections[OFFICE]
    is_new = office.connection is None
    try:
        return _answers(office)
    finally:
        if is_new:
            office.close()


def _answers(asked: BaseDatabaseWrapper) -> bool:
    with asked.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _has_redis() -> bool:
    with redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=_TIMEOUT_SECONDS,
        socket_connect_timeout=_TIMEOUT_SECONDS,
    ) as client:
        return bool(client.ping())


_CHECKS: Final[dict[str, Callable[[], bool]]] = {
    "database": _has_database,
    "migrations": _is_migrated,
    "redis": _has_redis,
}
