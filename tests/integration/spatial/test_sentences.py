# SPDX-License-Identifier: EUPL-1.2
"""Every code of this app has its sentences."""

import re
from pathlib import Path

import spatial
from sozialplanung.audit.presenters import sentence
from sozialplanung.web.messages import has_sentence
from spatial.geometry.validation import IssueKind

FOLDER = Path(spatial.__file__).parent
ERROR = re.compile(r'Error\(\s*"(spatial\.[a-z_]+)"')
ACTION = re.compile(r'action="(spatial\.[a-z_]+)"')
# What the sentences of the acts name beside person and subject.
DETAILS = {"valid_from": "2024-01-01", "valid_until": "2024-12-31", "host": "gis.example"}
BLOCKING = (
    IssueKind.EMPTY,
    IssueKind.DUPLICATE_KEY,
    IssueKind.GAP,
    IssueKind.SLIVER_GAP,
    IssueKind.OVERLAP,
    IssueKind.SLIVER_OVERLAP,
)


def _found(pattern: re.Pattern[str]) -> set[str]:
    return {code for file in FOLDER.rglob("*.py") for code in pattern.findall(file.read_text(encoding="utf-8"))}


def test_every_error_of_the_services_has_a_sentence() -> None:
    codes = _found(ERROR) | {f"spatial.coverage_{kind}" for kind in BLOCKING}

    assert len(codes) > 12
    assert {code for code in codes if not has_sentence(code)} == set()


def test_every_act_has_a_sentence() -> None:
    from sozialplanung.audit.models import Event

    for action in _found(ACTION):
        event = Event(action=action, actor_label="Anna", subject_label="Stand 2020", details=DETAILS)
        assert action not in sentence(event)
        assert "Stand 2020" in sentence(event)
