# SPDX-License-Identifier: EUPL-1.2
"""Classes have respectful words, and no area is shown by its worst."""

from dataclasses import replace

import pytest

from indicators.rendering.class_packs import packs_for
from reports.rendering.sentences.facts import FigureFacts, GroupOf, Measure, Standing
from reports.rendering.sentences.labels import LabelPack, class_words
from reports.rendering.sentences.paragraphs import ALL, SHORT, figure_paragraph, is_unfavourable, portrait
from sozialplanung.common.fairwords import Words
from sozialplanung.common.statuses import Flag, Status
from tests.factories.figurefacts import END_OF_2018, MITTE, NEED, PEOPLE, SUBURBS

CODES = ("1", "2", "3", "4")
READY = packs_for(CODES, more_is_more_need=True)["unterstuetzung"]
SUPPORT = LabelPack("support", dict(zip(CODES, READY, strict=True)))
INDEX = FigureFacts(
    Measure("Unterstützungsbedarf", "", 2, is_relative=True),
    SUBURBS,
    END_OF_2018,
    Status.OK,
    Flag.PROVISIONAL,
    value=-1.53,
    standing=Standing(0.1, 12, "Bezirke"),
    group=GroupOf("4", "sehr niedrig", SUPPORT),
)


def test_class_is_told_by_respectful_words_and_by_no_number() -> None:
    assert figure_paragraph(INDEX, "de", ALL) == (
        "Bei „Unterstützungsbedarf“ gehören die Vororte zur Gruppe „Besonders hoher Unterstützungsbedarf“ "
        "(Ende 2018). Der Wert ist vorläufig."
    )
    assert figure_paragraph(replace(INDEX, area=MITTE), "en", SHORT) == (
        "For “Unterstützungsbedarf”, Mitte belongs to the group “Particularly high need for support” "
        "(at the end of 2018)."
    )


def test_released_label_stands_in_where_the_pack_has_no_words() -> None:
    assert class_words(None, "4", "Hoher Bedarf", "de") == "Hoher Bedarf"
    assert class_words(SUPPORT, "9", "", "de") == ""
    assert figure_paragraph(replace(INDEX, group=GroupOf("9")), "de", SHORT) == ""


def test_pack_without_words_is_refused_and_a_pack_is_frozen() -> None:
    words = {"1": Words("weniger Bedarf", "less need")}
    pack = LabelPack("own", words)
    words["1"] = Words("anders", "other")

    assert class_words(pack, "1", "", "en") == "less need"
    with pytest.raises(ValueError, match="No words"):
        LabelPack("own", {"1": Words("weniger Bedarf", " ")})


def test_need_is_what_the_declared_direction_says() -> None:
    assert is_unfavourable(INDEX)
    assert is_unfavourable(NEED)
    assert not is_unfavourable(PEOPLE)
    assert not is_unfavourable(replace(NEED, comparison=None, standing=None))
    assert not is_unfavourable(replace(NEED, comparison=None, standing=Standing(0.1, 12, "Bezirke")))
    better = replace(NEED.measure, direction="higher_is_better")
    assert is_unfavourable(replace(NEED, measure=better, comparison=None, standing=Standing(0.1, 12, "Bezirke")))


def test_portrait_of_need_alone_begins_with_a_frame() -> None:
    assert portrait([NEED], "de")[0] == (
        "Die folgenden Zahlen beschreiben, wo im Bezirk Mitte Unterstützung gebraucht wird. "
        "Über einzelne Menschen sagen sie nichts."
    )
    assert portrait([NEED], "en")[0] == (
        "The following figures describe where support is needed in Mitte. They say nothing about single persons."
    )
    assert [text[:20] for text in portrait([NEED, PEOPLE], "de")] == ["Von 100 Menschen sin", "Im Bezirk Mitte lebe"]
