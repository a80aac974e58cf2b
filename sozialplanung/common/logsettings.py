# SPDX-License-Identifier: EUPL-1.2
"""What is logged, by whom and in which form; no installation changes more of it than the form."""

from typing import Any


def logging_settings(formatter: str) -> dict[str, Any]:
    """Return what `logging.config.dictConfig` takes.

    Args:
        formatter: "json" for machines, "text" for a terminal.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "sozialplanung.web.logs.JsonFormatter"},
            "text": {"()": "sozialplanung.web.logs.TextFormatter"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": formatter, "filters": ["without_path"]}},
        "filters": {"without_path": {"()": "sozialplanung.web.logs.WithoutPath"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django repeats what the request log says, with the full address line.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": False},
            "celery": {"level": "INFO"},
            # Tells of every file how many rows it has.
            "pyogrio": {"level": "WARNING"},
        },
    }
