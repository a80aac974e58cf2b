#!/usr/bin/env python
# SPDX-License-Identifier: EUPL-1.2
"""Run the project's management commands."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialplanung.settings")
    if "runserver" in sys.argv[1:2]:
        os.environ["SOZIALPLANUNG_DATABASE_AS"] = "web"
    execute_from_command_line(sys.argv)
