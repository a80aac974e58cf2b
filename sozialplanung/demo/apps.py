# SPDX-License-Identifier: EUPL-1.2
"""Registers the app `demo`, which has a command and nothing else."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Loads the demo set."""

    name = "sozialplanung.demo"
    label = "demo"
