# SPDX-License-Identifier: EUPL-1.2
"""What is said of every status, direction and change is what was written by hand."""

from pathlib import Path
from typing import get_args

import pytest

from indicators.rendering.profile_numbers import Language
from reports.rendering.sentences.facts import Direction
from reports.rendering.sentences.lint import lint
from reports.rendering.sentences.paragraphs import ALL, figure_paragraph
from scripts.layout import ROOT
from sozialplanung.common.numbers import NBSP
from sozialplanung.common.statuses import Status
from tests.factories.figurefacts import MOVES, figure

GOLDEN = ROOT / "tests" / "golden" / "sentences"
LANGUAGES: tuple[Language, ...] = ("de", "en")
CASES = [(status, direction, move) for status in Status for direction in get_args(Direction) for move in MOVES]


def written(path: Path) -> dict[str, str]:
    """Read the texts by the head that stands above each."""
    pieces = path.read_text(encoding="utf-8").split("## ")[1:]
    heads = (piece.partition("\n") for piece in pieces)
    return {head.strip(): text.strip() for head, _, text in heads}


TEXTS = {language: written(GOLDEN / f"{language}.txt") for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("status", "direction", "move"), CASES)
def test_paragraph_is_what_was_written_by_hand(
    status: Status, direction: Direction, move: str, language: Language
) -> None:
    head = f"{status.code} | {direction} | {move if status.has_value else '*'}"

    told = figure_paragraph(figure(status, direction, move), language, ALL)

    assert told.replace(NBSP, " ") == TEXTS[language][head]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_belongs_to_a_case(language: Language) -> None:
    heads = {f"{status.code} | {way} | {move if status.has_value else '*'}" for status, way, move in CASES}

    assert set(TEXTS[language]) == heads


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_with_the_texts(language: Language) -> None:
    found = {head: findings for head, text in TEXTS[language].items() if (findings := lint(text, language))}

    assert found == {}
