# SPDX-License-Identifier: EUPL-1.2
"""Lines in Leichte Sprache keep the rules that a machine can look at; the looking itself finds what breaks them."""

import pytest

from sozialplanung.common.easywords import broken_rules, findings
from sozialplanung.portal.easylanguage import CHAPTERS

pytestmark = pytest.mark.check("C027")


def test_our_own_text_keeps_the_rules() -> None:
    assert findings(line for chapter in CHAPTERS for line in chapter.lines) == ()
    assert len({chapter.anchor for chapter in CHAPTERS}) == len(CHAPTERS)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Das ist ein Satz mit sehr vielen Wörtern und er hört gar nicht auf.", "14 words"),
        ("Die Barrierefreiheit ist wichtig.", "long word Barrierefreiheit"),
        ("Das könnte gut sein.", "hard word könnte"),
        ("Das ist die Farbe des Gebiets.", "genitive des"),
        ("Viele Kinder (unter 15) leben hier.", "signs ( )"),
        ("Das sind 5 % mehr.", "signs %"),
        ("Es gibt Karten usw. für alle.", "a shortened word"),
        ("Das ist gut. Das auch.", "several sentences"),
        ("Das ist, wie gesagt, gut.", "several commas"),
        ("Das ist ein Satz", "does not end as a sentence"),
    ],
)
def test_what_breaks_a_rule_is_found(line: str, rule: str) -> None:
    assert f"{line!r}: {rule}" in findings([line])


def test_rule_names_what_breaks_it() -> None:
    (broken,) = broken_rules(["Die Barrierefreiheit ist wichtig."])

    assert (broken.rule, broken.found) == ("long", "Barrierefreiheit")


def test_hyphens_part_long_words() -> None:
    assert findings(["Die Barriere-Freiheit ist wichtig."]) == ()
