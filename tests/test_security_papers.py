# SPDX-License-Identifier: EUPL-1.2
"""What somebody reads who finds a hole, or who runs the site: it is there, complete, and names what there is."""

import re

import pytest

from scripts.layout import ROOT

pytestmark = pytest.mark.check("C110")
MODEL = ROOT / "docs" / "threat-model.md"
TESTS = (ROOT / "tests", ROOT / "tests" / "integration")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_who_finds_a_hole_learns_where_to_when_and_for_which_versions() -> None:
    policy = _text("SECURITY.md")

    for words in ("## Report a vulnerability", "within two working days", "## Supported versions", "security.txt"):
        assert words in policy
    for link in re.findall(r"\]\((docs/[^)]+)\)", policy):
        assert (ROOT / link).is_file(), link


def test_advisory_says_all_that_an_operator_has_to_know() -> None:
    template = _text("docs/templates/advisory.md")

    for words in ("Affected", "Fixed in", "Severity", "Am I affected?", "What to do", "72 hours", "Timeline"):
        assert words in template


def test_threat_model_looks_at_every_flow_that_it_draws() -> None:
    model = MODEL.read_text(encoding="utf-8")
    drawn = set(re.findall(r"─+(\d+)─", model))
    looked_at = {
        number for title in re.findall(r"^### (.+)$", model, re.MULTILINE) for number in re.findall(r"\d+", title)
    }

    assert drawn == looked_at
    letters = {
        letter for cell in re.findall(r"^\| ([STRIDE, ]+) \|", model, re.MULTILINE) for letter in cell.split(", ")
    }
    assert letters == set("STRIDE")


def test_what_holds_a_threat_is_there() -> None:
    model = MODEL.read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+test_[a-z_]+\.py|unit/[a-z_]+)`", model)

    assert len(set(named)) > 15
    for name in set(named):
        assert any((folder / name).exists() for folder in TESTS), name
    for name in re.findall(r"docs/[a-z/-]+\.md", model):
        assert (ROOT / name).is_file(), name
    for number in re.findall(r"adr/(\d{4})", model):
        assert list((ROOT / "docs" / "adr").glob(f"{number}-*.md")), number


def test_operators_find_the_threat_model_and_every_command_is_one() -> None:
    pages = _text("docs/operate.md")
    folders = ("*/management/commands", "*/*/management/commands")
    commands = {path.stem for folder in folders for path in ROOT.glob(f"{folder}/*.py")}

    assert "threat-model.md" in pages
    for name in re.findall(r"manage\.py ([a-z_]+)", pages):
        assert name in commands | {"check", "migrate", "shell"}, name


def test_every_setting_of_the_pages_for_operators_is_a_setting() -> None:
    known = _text(".env.example") + _text("sozialplanung/settings.py") + _text("docker-compose.yml")

    for name in set(re.findall(r"SOZIALPLANUNG_[A-Z_]+[A-Z]", _text("docs/operate.md"))):
        if not name.startswith("SOZIALPLANUNG_OIDC_"):
            assert name in known or f'"{name.removeprefix("SOZIALPLANUNG_")}"' in known, name
