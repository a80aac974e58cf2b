# SPDX-License-Identifier: EUPL-1.2
"""What XML cannot hold is replaced, everything else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sozialplanung.common.xmltext import xml_text


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_written_as_xml(text: str) -> None:
    element = etree.Element("t")

    element.text = xml_text(text)

    assert etree.fromstring(etree.tostring(element)).text in {
        xml_text(text).replace("\r\n", "\n") or None,
        element.text,
    }


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_signs_that_xml_cannot_hold_are_replaced(sign: str) -> None:
    assert xml_text(f"a{sign}b") == "a\ufffdb"


@pytest.mark.parametrize("text", ["äöü „ß“", "a\tb\nc", "\u202e", "👩‍👧", "]]>&<"])
def test_other_texts_stay(text: str) -> None:
    assert xml_text(text) == text
