# SPDX-License-Identifier: EUPL-1.2
"""Run the sweeper until it is told to stop."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, connection

from sozialplanung.jobs import sweeper

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Take back the jobs of dead workers and ring for jobs that nobody heard."""

    help = "Take back the jobs of dead workers and ring for jobs that nobody heard, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="sweep once, then end")

    def handle(self, *_args: object, **options: object) -> None:
        """Sweep every few seconds."""
        if options["once"]:
            sweeper.sweep()
            sweeper.perform_duties()
            return
        stop = _stop_on_signal()
        while not stop.is_set():
            _sweep_safely()
            stop.wait(settings.JOBS_SWEEP_SECONDS)


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return stop


def _sweep_safely() -> None:
    try:
        sweeper.sweep()
        sweeper.perform_duties()
    except Error as error:
        logger.warning("The database cannot be reached: %s", type(error).__name__)
        connection.close()
