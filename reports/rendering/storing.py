# SPDX-License-Identifier: EUPL-1.2
"""A document as it is kept with an edition, and back: the same value, the same bytes.

Beside each block stands which releases it was made from (`pins`): whoever reads an edition leaves out what rests on
figures that were taken back since.
"""

import base64
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from types import MappingProxyType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from reports.rendering import document as parts
from reports.rendering.document import Block, Document, Remark, Section

_BLOCKS: Final[Mapping[str, type]] = MappingProxyType({kind.__name__: kind for kind in get_args(Block)})
_KIND: Final = "is"


@dataclass(frozen=True, slots=True, order=True)
class CarriedPin:
    """What was carried to another boundary version: the release, the version, and the hash of what came of it."""

    release: int
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """A document with the releases behind the blocks of each section, block by block, and what was carried for it."""

    document: Document
    pins: tuple[tuple[frozenset[int], ...], ...]
    carried: frozenset[CarriedPin] = frozenset()

    def releases(self) -> frozenset[int]:
        """Return the ids of all releases behind it."""
        return frozenset(pin for section in self.pins for block in section for pin in block)

    def without(self, gone: Collection[int], words: str, again: str = "") -> Document:
        """Return the document without what rests on some releases; the words stand once in its place.

        Under further headings `again` says the same in short; left empty, the words stand there, too. What is told
        beside such a block may tell its figures: it carries the same pins, and goes with it. So may a title that
        somebody wrote: the plain one takes its place. So may words in Leichte Sprache: a text that may tell a
        figure is left out whole, for half of a text is none.
        """
        lost = frozenset(gone)
        if not lost & self.releases():
            return self.document
        told, sections = Remark(words, is_warning=True), []
        for section, pins in zip(self.document.sections, self.pins, strict=True):
            if any(behind & lost for behind in pins):
                kept = _kept(section, pins, lost, told)
                sections.append(replace(section, title=section.plain or section.title, blocks=kept))
                told = Remark(again) if again else told
            else:
                sections.append(section)
        return replace(self.document, sections=tuple(sections), easy=self.document.easy.without_figures())


def _kept(section: Section, pins: tuple[frozenset[int], ...], lost: frozenset[int], told: Remark) -> tuple[Block, ...]:
    kept: list[Block] = []
    for block, behind in zip(section.blocks, pins, strict=True):
        if not behind & lost:
            kept.append(block)
        elif not kept or kept[-1] != told:
            kept.append(told)
    return tuple(kept)


def stored(pinned: Pinned) -> bytes:
    """Return a document as bytes: JSON in UTF-8, its keys in one order."""
    content: dict[str, Any] = {
        "document": _plain(pinned.document),
        "pins": [[sorted(each) for each in row] for row in pinned.pins],
    }
    if pinned.carried:
        content["carried"] = [[each.release, each.version, each.digest] for each in sorted(pinned.carried)]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def restored(content: bytes) -> Pinned:
    """Return the document that bytes say; those of another shape raise TypeError, KeyError or ValueError."""
    found = json.loads(content)
    pins = tuple(tuple(frozenset(each) for each in row) for row in found["pins"])
    carried = frozenset(CarriedPin(*each) for each in found.get("carried", ()))
    return Pinned(_read(Document, found["document"]), pins, carried)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a document
    if is_dataclass(value) and not isinstance(value, type):
        told = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return told | {_KIND: type(value).__name__} if type(value).__name__ in _BLOCKS else told
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _read(kind: Any, value: Any) -> Any:  # noqa: ANN401, PLR0911 - one line for each sort of part
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if kind == Block:
        return _read(_BLOCKS[value[_KIND]], value)
    if isinstance(kind, UnionType):
        return None if value is None else _read(next(each for each in get_args(kind) if each is not type(None)), value)
    if is_dataclass(kind):
        hints = get_type_hints(kind, vars(parts))
        made: Any = kind
        # What documents did not have yet when they were kept has its default.
        return made(
            **{each.name: _read(hints[each.name], value[each.name]) for each in fields(kind) if each.name in value}
        )
    if kind is date:
        return date.fromisoformat(value)
    if kind is bytes:
        return base64.b64decode(value)
    return float(value) if kind is float and value is not None else value
