# SPDX-License-Identifier: EUPL-1.2
"""Crosswalks between Berlin's editions built, and all released series carried by them, as a job does it."""

import json
import os
import subprocess
import sys

import pytest

from scripts.layout import ROOT
from tests.bench.measuring import report

pytestmark = pytest.mark.bench


def test_crosswalks_are_built_and_all_series_carried(stack_environment: dict[str, str]) -> None:
    command = [sys.executable, "tests/bench/converting.py", "berlin"]
    environment = (
        os.environ | stack_environment | {"DJANGO_SETTINGS_MODULE": "sozialplanung.settings", "PYTHONPATH": str(ROOT)}
    )
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["made"] > 0
    report(
        "Crosswalks of Berlin's editions of 2006 and 2021, all levels",
        f"{told['building']:.1f} s for {told['ways'] // 2} pairs of versions",
        baseline=f"their outlines are cut in {told['cutting']:.1f} s, ratio {told['building'] / told['cutting']:.1f}",
        target="10 s",
    )
    report(
        "All released series of Berlin carried to the other edition",
        f"{told['carrying']:.1f} s for {told['made']} conversions of {told['releases']} releases",
        baseline=f"the releases are read in {told['reading']:.2f} s, ratio {told['carrying'] / told['reading']:.0f}",
        target="10 s",
    )
