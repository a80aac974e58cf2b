# SPDX-License-Identifier: EUPL-1.2
"""How long it takes to compute everything of a region again after its newest figures changed."""

import json
import os
import subprocess
import sys

import pytest

from scripts.layout import ROOT
from tests.bench.measuring import report

pytestmark = pytest.mark.bench


def test_recomputing_of_a_region_after_a_release(stack_environment: dict[str, str]) -> None:
    command = [sys.executable, "tests/bench/recomputing.py", "berlin"]
    environment = (
        os.environ | stack_environment | {"DJANGO_SETTINGS_MODULE": "sozialplanung.settings", "PYTHONPATH": str(ROOT)}
    )
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["vintages"] > 0
    assert told["firm"] > 0
    computed = told["computed"]
    report(
        "Everything computed of a region after its newest figures changed",
        f"{computed:.1f} s for {told['vintages']} new vintages; its deliveries themselves {told['delivered']:.1f} s, "
        f"the firmness of {told['firm']} releases of indices {told['stability']:.1f} s after that",
        baseline=f"its vintages are read in {told['bare']:.2f} s, ratio {computed / told['bare']:.0f}",
        target="10 s",
    )
