# SPDX-License-Identifier: EUPL-1.2
"""What tags of a PDF still lack when it is set: what heads of tables head, and that heads and feet are decoration."""

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf


def finished(_document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401 - as the library calls it
    """Complete the tags before the file is written."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    told = frozenset(_numbers(pdf, root))
    for number in told:
        element = pdf.objects[number]
        if isinstance(element, pydyf.Dictionary) and element.get("S") == "/TR":
            _say_scopes(pdf, element)
    _mark_decoration(pdf, root, told)


def _say_scopes(pdf: pydyf.PDF, row: Mapping[str, Any]) -> None:
    """Say of heads what they head: in a row of heads their columns, before figures their row."""
    cells = [_object(pdf, kid) for kid in row["K"]]
    scope = "/Row" if any(cell["S"] == "/TD" for cell in cells) else "/Column"
    for cell in cells:
        if cell["S"] == "/TH":
            cell["A"]["Scope"] = scope


def _mark_decoration(pdf: pydyf.PDF, root: Mapping[str, Any], told: frozenset[int]) -> None:
    """Mark what no tag reads (place and number of a page) as decoration, so that nobody looks for it."""
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    behind = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for place, page in enumerate(pdf.page_references):
        references = behind.get(place)
        if not isinstance(references, list):
            continue
        loose = {mark for mark, reference in enumerate(references) if _number(reference) not in told}
        content = _object(pdf, _object(pdf, page)["Contents"])
        _decorate(content.stream, loose)


def _decorate(stream: list[Any], loose: set[int]) -> None:
    """Begin decoration where a mark of these numbers begins: kind, properties and operator stand behind each other."""
    for at, part in enumerate(stream):
        if isinstance(part, pydyf.Dictionary) and part.get("MCID") in loose:
            stream[at - 1 : at + 2] = ["/Artifact", b"", b"BMC"]


def _numbers(pdf: pydyf.PDF, element: Mapping[str, Any]) -> Iterator[int]:
    """Return the numbers of all elements that can be read from one."""
    kids = element.get("K", ())
    for kid in kids if isinstance(kids, list) else [kids]:
        if isinstance(kid, bytes):
            number = _number(kid)
            yield number
            below = pdf.objects[number]
            if isinstance(below, pydyf.Dictionary):
                yield from _numbers(pdf, below)


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:  # noqa: ANN401 - any object of the file
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split(b" ", 1)[0])
