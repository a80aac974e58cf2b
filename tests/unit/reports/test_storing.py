# SPDX-License-Identifier: EUPL-1.2
"""A document is kept and found again as it was; what rests on figures that were taken back is left out of it."""

import json
from dataclasses import replace

import pytest

from reports.rendering.document import EasyWords, Figure, Interpretation, Photograph, Remark, Section, Table
from reports.rendering.storing import Pinned, restored, stored
from tests.factories.documents import document_of, figure

WORDS = "Diese Darstellung wurde zurückgezogen."


def pinned(*lone: int) -> Pinned:
    """Return the sample with its second section pinned to releases."""
    document = document_of()
    pins = tuple(
        tuple(frozenset(lone) if section.name == "karte-teil" else frozenset[int]() for _block in section.blocks)
        for section in document.sections
    )
    return Pinned(document, pins)


def test_document_is_found_again_as_it_was() -> None:
    before = pinned(7, 3)

    assert restored(stored(before)) == before


def test_same_document_has_the_same_bytes() -> None:
    assert stored(pinned(7, 3)) == stored(pinned(3, 7))
    assert stored(pinned(7)) != stored(pinned(8))


def test_pictures_and_logo_are_kept() -> None:
    logo = Photograph("logo", "png", b"\x89PNG\x00", 10, 20, "Wappen der Stadt", "Presseamt")
    document = document_of(Section("bild", "Bild", 2, (logo,)))
    document = replace(document, imprint=replace(document.imprint, logo=logo))

    assert restored(stored(Pinned(document, ((frozenset(),),)))).document == document


def test_what_rests_on_a_release_that_is_gone_is_left_out_once() -> None:
    document = pinned(7).without({7}, WORDS)

    section = next(each for each in document.sections if each.name == "karte-teil")
    assert section.blocks == (Remark(WORDS, is_warning=True),)
    assert not any(isinstance(block, Figure | Table) for block in section.blocks)
    # Everything else stays.
    assert [each.name for each in document.sections] == [each.name for each in document_of().sections]
    assert document.sections[0] == document_of().sections[0]


def test_words_stand_in_full_once_and_in_short_under_further_headings() -> None:
    both = document_of(Section("eins", "Eins", 2, (figure("bild1"),)), Section("zwei", "Zwei", 2, (figure("bild2"),)))
    kept = Pinned(both, ((frozenset({7}),), (frozenset({7}),)))

    short = kept.without({7}, WORDS, "Auch das nicht.")
    full = kept.without({7}, WORDS)

    assert [each.blocks for each in short.sections] == [
        (Remark(WORDS, is_warning=True),),
        (Remark("Auch das nicht."),),
    ]
    assert [each.blocks for each in full.sections] == [(Remark(WORDS, is_warning=True),)] * 2


def test_nothing_is_left_out_where_all_releases_are_there() -> None:
    assert pinned(7).without({8}, WORDS) == document_of()


def test_words_beside_a_figure_go_with_it() -> None:
    beside = Interpretation("reading", "Einordnung", ("In Mitte sind es 38,4 von 100.",))
    both = document_of(Section("karte-teil", "Karte", 2, (figure(), beside)))

    document = Pinned(both, ((frozenset({7}), frozenset({7})),)).without({7}, WORDS)

    assert "38,4" not in stored(Pinned(document, ((frozenset(),),))).decode()


def test_title_that_may_tell_a_figure_goes_with_it() -> None:
    written = Section("karte-teil", "38,4 von 100 in Mitte", 2, (figure(),), plain="Kinderarmut")
    kept = Pinned(document_of(written), ((frozenset({7}),),))

    assert [each.title for each in kept.without({7}, WORDS).sections] == ["Kinderarmut"]
    assert [each.title for each in kept.without({8}, WORDS).sections] == ["38,4 von 100 in Mitte"]


@pytest.mark.parametrize("content", [b"{}", b"[]", b"nothing", b'{"pins": [], "document": {}}'])
def test_other_bytes_are_no_document(content: bytes) -> None:
    with pytest.raises((TypeError, KeyError, ValueError)):
        restored(content)


def test_document_that_was_kept_before_it_had_a_field_has_its_default() -> None:
    kept = stored(pinned())

    assert b'"annex":"",' in kept
    assert restored(kept.replace(b'"annex":"",', b"")) == pinned()


def test_document_without_what_it_must_have_is_refused() -> None:
    with pytest.raises(TypeError):
        restored(stored(pinned()).replace(b'"caption"', b'"kaption"'))


@pytest.mark.parametrize(
    ("easy", "left"),
    [
        (EasyWords("Viele Kinder.", "Gruppe"), EasyWords("Viele Kinder.", "Gruppe")),
        (EasyWords("12 Kinder.", "Gruppe"), EasyWords()),
        (EasyWords("½ der Kinder."), EasyWords()),
        (EasyWords("Die Hälfte der Kinder."), EasyWords()),
        (EasyWords("So war es 2018."), EasyWords()),
        (EasyWords("Viele Kinder.", video="https://stadt.example/dgs.mp4"), EasyWords("Viele Kinder.")),
    ],
)
def test_words_in_leichte_sprache_that_may_tell_what_is_gone_go_with_it(easy: EasyWords, left: EasyWords) -> None:
    before = replace(pinned(7), document=replace(document_of(), easy=easy))

    assert restored(stored(before)) == before
    assert before.without({8}, WORDS).easy == easy
    assert before.without({7}, WORDS).easy == left


def test_document_from_before_there_were_such_words_is_found_again() -> None:
    kept = json.loads(stored(pinned(7)))
    del kept["document"]["easy"]

    assert restored(json.dumps(kept).encode()) == pinned(7)
