# SPDX-License-Identifier: EUPL-1.2
"""What planners put together: parts with panels in their order, each with its texts; read strictly, never guessed.

A composition holds no figure. A panel names what it shows as an address of the workbench does (`query`), so that
whatever was found there can be taken over.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qsl

from reports.rendering.document import EasyWords
from sozialplanung.common.names import told_name

MAP: Final = "map"
KEY: Final = "key"
LINE: Final = "line"
RANKING: Final = "ranking"
TABLE: Final = "table"
TEXT: Final = "text"
MEASURE: Final = "measure"
METHOD: Final = "method"
AREAS: Final = "areas"
GLOSSARY: Final = "glossary"
PICTURE: Final = "picture"
SCENARIO: Final = "scenario"
# How the address of a panel names its scenario.
SCENARIO_NAME: Final = "szenario"
OWN: Final = "own"
KINDS: Final = (KEY, MAP, RANKING, LINE, TABLE, AREAS, OWN, SCENARIO, TEXT, PICTURE, MEASURE, METHOD, GLOSSARY)
# Those that show figures of one indicator.
SHOWING: Final = frozenset({MAP, RANKING, LINE, TABLE})
FULL: Final = "full"
HALF: Final = "half"
WIDTHS: Final = (FULL, HALF)
READING: Final = "reading"
NEED: Final = "need"
RECOMMENDATION: Final = "recommendation"
INTERPRETATIONS: Final = (READING, NEED, RECOMMENDATION)
OPEN: Final = "open"
DONE: Final = "done"
DROPPED: Final = "dropped"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
OUTCOMES: Final = ("", OPEN, DONE, DROPPED)

MOST_PARTS: Final = 20
MOST_PANELS: Final = 60
LONGEST_TITLE: Final = 160
LONGEST_TEXT: Final = 5_000
LONGEST_EASY: Final = 6_000
LONGEST_ADDRESS: Final = 300
LONGEST_QUERY: Final = 2_000
MOST_INDICATORS: Final = 12
# Of groups beside the own one of a scenario: more rows are no table any more.
MOST_BESIDE: Final = 11
# More figures beside a name are a table.
MOST_LISTED: Final = 4
# A page for each of several hundred areas is no report any more.
MOST_AREAS: Final = 60
# Of all of them, those of a loop once for each area: more cannot be made in time, nor read.
MOST_SHOWN: Final = 600


class CompositionError(Exception):
    """A composition that is none: `place` names where (``parts[0].panels[2].kind``), `code` what is wrong.

    Codes: ``shape``, ``unknown``, ``too_long``, ``too_many``, ``twice``, ``empty``.
    """

    def __init__(self, place: str, code: str) -> None:
        """Keep place and code."""
        super().__init__(place, code)
        self.place = place
        self.code = code


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What planners say beside a figure; `outcome` and `why` tell what became of it since the edition before.

    `edition` names the edition that recommended it, where it is told beside a new recommendation (“2026/1”).
    """

    kind: str
    text: str
    outcome: str = ""
    why: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing to look at. `name` stays the same for as long as it is there; `indicators` are those of key figures.

    Of a scenario they are the groups that stand beside its own.
    `status` and `until` are those of a measure; `picture` is the hash of one that was brought along, with its words.
    """

    name: str
    kind: str
    title: str = ""
    query: str = ""
    indicators: tuple[str, ...] = ()
    text: str = ""
    width: str = FULL
    interpretations: tuple[Interpretation, ...] = ()
    responsible: str = ""
    until: str = ""
    status: str = ""
    picture: str = ""
    alternative: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Panels under one heading; with `each` once for every area that it names (``ebene=bezirk``).

    `each` may name a boundary version and single areas beside the level (``gebietsstand``, ``gebiete``).
    """

    name: str
    title: str
    panels: tuple[Panel, ...] = ()
    each: str = ""


@dataclass(frozen=True, slots=True)
class Composition:
    """All that a dashboard or report is made of."""

    lead: str = ""
    parts: tuple[Part, ...] = ()
    easy: EasyWords = field(default_factory=EasyWords)

    def panels(self) -> tuple[Panel, ...]:
        """Return all panels in their order."""
        return tuple(panel for part in self.parts for panel in part.panels)

    def panel(self, name: str) -> Panel | None:
        """Return the panel of a name."""
        return next((panel for panel in self.panels() if panel.name == name), None)

    def indicators(self) -> tuple[str, ...]:
        """Return all indicators that panels show, each once, in the order in which they come."""
        shown = ((dict(parse_qsl(panel.query)).get("indikator", ""), *panel.indicators) for panel in self.panels())
        return tuple(dict.fromkeys(slug for slugs in shown for slug in slugs if slug))

    def part(self, name: str) -> Part | None:
        """Return the part of a name."""
        return next((part for part in self.parts if part.name == name), None)


def to_json(composition: Composition) -> dict[str, Any]:
    """Return a composition as it is stored; what has nothing in Leichte Sprache is stored as ever."""
    told = asdict(composition)
    return told if composition.easy else {name: value for name, value in told.items() if name != "easy"}


def read_composition(value: object) -> Composition:
    """Return the composition that a stored value says.

    Raises
    ------
    CompositionError
        It says something else, or more than there is room for.
    """
    found = _mapping(value, "", {"lead", "parts", "easy"})
    parts = tuple(_part(each, f"parts[{place}]") for place, each in enumerate(_list(found.get("parts", ()), "parts")))
    lead, easy = _text(found.get("lead", ""), "lead", LONGEST_TEXT), _easy(found.get("easy", {}))
    composition = Composition(lead, parts, easy)
    if len(parts) > MOST_PARTS or len(composition.panels()) > MOST_PANELS:
        raise CompositionError("parts", "too_many")
    names = [part.name for part in parts] + [panel.name for panel in composition.panels()]
    if len(set(names)) < len(names):
        raise CompositionError("parts", "twice")
    return composition


def _easy(value: object) -> EasyWords:
    found = _mapping(value, "easy", set(EasyWords.__slots__))
    video = _text(found.get("video", ""), "easy.video", LONGEST_ADDRESS)
    if video and not video.startswith("https://"):
        raise CompositionError("easy.video", "shape")
    return EasyWords(
        text=_text(found.get("text", ""), "easy.text", LONGEST_EASY),
        checked_by=_text(found.get("checked_by", ""), "easy.checked_by", LONGEST_TITLE),
        video=video,
    )


def _part(value: object, place: str) -> Part:
    found = _mapping(value, place, set(Part.__slots__))
    panels = _list(found.get("panels", ()), f"{place}.panels")
    title = _title(found.get("title", ""), f"{place}.title")
    if not title:
        raise CompositionError(f"{place}.title", "empty")
    return Part(
        _name(found.get("name"), place),
        title,
        tuple(_panel(each, f"{place}.panels[{at}]") for at, each in enumerate(panels)),
        _text(found.get("each", ""), f"{place}.each", LONGEST_QUERY),
    )


def _panel(value: object, place: str) -> Panel:
    found = _mapping(value, place, set(Panel.__slots__))
    indicators = tuple(
        _text(each, f"{place}.indicators", LONGEST_TITLE)
        for each in _list(found.get("indicators", ()), f"{place}.indicators")
    )
    kind = _one_of(found.get("kind"), KINDS, f"{place}.kind")
    if len(indicators) > (MOST_LISTED if kind == AREAS else MOST_INDICATORS):
        raise CompositionError(f"{place}.indicators", "too_many")
    told = _list(found.get("interpretations", ()), f"{place}.interpretations")
    return Panel(
        name=_name(found.get("name"), place),
        kind=kind,
        title=_title(found.get("title", ""), f"{place}.title"),
        query=_text(found.get("query", ""), f"{place}.query", LONGEST_QUERY),
        indicators=indicators,
        text=_text(found.get("text", ""), f"{place}.text", LONGEST_TEXT),
        width=_one_of(found.get("width", FULL), WIDTHS, f"{place}.width"),
        interpretations=tuple(_interpretation(each, f"{place}.interpretations[{at}]") for at, each in enumerate(told)),
        responsible=_text(found.get("responsible", ""), f"{place}.responsible", LONGEST_TITLE),
        until=_text(found.get("until", ""), f"{place}.until", LONGEST_TITLE),
        status=_one_of(found.get("status", ""), OUTCOMES, f"{place}.status"),
        picture=_digest(found.get("picture", ""), f"{place}.picture"),
        alternative=_text(found.get("alternative", ""), f"{place}.alternative", LONGEST_TEXT),
        caption=_text(found.get("caption", ""), f"{place}.caption", LONGEST_TEXT),
        credit=_text(found.get("credit", ""), f"{place}.credit", LONGEST_TEXT),
    )


def _interpretation(value: object, place: str) -> Interpretation:
    found = _mapping(value, place, set(Interpretation.__slots__))
    return Interpretation(
        kind=_one_of(found.get("kind"), INTERPRETATIONS, f"{place}.kind"),
        text=_text(found.get("text", ""), f"{place}.text", LONGEST_TEXT),
        outcome=_one_of(found.get("outcome", ""), OUTCOMES, f"{place}.outcome"),
        why=_text(found.get("why", ""), f"{place}.why", LONGEST_TEXT),
        edition=_text(found.get("edition", ""), f"{place}.edition", LONGEST_TITLE),
    )


def _mapping(value: object, place: str, allowed: set[str]) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise CompositionError(place, "shape")
    unknown = sorted(set(value) - allowed)
    if unknown:
        raise CompositionError(f"{place}.{unknown[0]}".lstrip("."), "unknown")
    return value


def _list(value: object, place: str) -> list[object]:
    if not isinstance(value, list | tuple):
        raise CompositionError(place, "shape")
    return list(value)


def _text(value: object, place: str, longest: int) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise CompositionError(place, "shape")
    if len(value) > longest:
        raise CompositionError(place, "too_long")
    return value


def _title(value: object, place: str) -> str:
    # Signs that nobody sees are left out of what was kept before, too.
    return told_name(_text(value, place, LONGEST_TITLE))


def _name(value: object, place: str) -> str:
    text = _text(value, f"{place}.name", LONGEST_TITLE)
    if not text.isascii() or not text.isalnum():
        raise CompositionError(f"{place}.name", "shape")
    return text


def _digest(value: object, place: str) -> str:
    text = _text(value, place, LONGEST_TITLE)
    if text and not _DIGEST.fullmatch(text):
        raise CompositionError(place, "shape")
    return text


def _one_of(value: object, allowed: Iterable[str], place: str) -> str:
    text = _text(value, place, LONGEST_TITLE)
    if text not in allowed:
        raise CompositionError(place, "unknown")
    return text


def free_name(composition: Composition, sort: str, before: Composition | None = None) -> str:
    """Return a name that no part or panel has, nor had in the edition before: the sort and the next number."""
    taken = {part.name for part in composition.parts} | {panel.name for panel in composition.panels()}
    taken |= {panel.name for panel in before.panels()} if before else set()
    return next(name for number in range(1, len(taken) + 2) if (name := f"{sort}{number}") not in taken)


def with_part(composition: Composition, title: str, areas: str = "") -> Composition:
    """Add an empty part at the end; with areas it comes once for each of them."""
    part = Part(free_name(composition, "part"), title, each=areas)
    return replace(composition, parts=(*composition.parts, part))


def with_panel(composition: Composition, part: str, panel: Panel) -> Composition:
    """Put a panel into a part: at its end, or in the place of the panel of that name."""
    known = {each.name for each in composition.panels()}

    def put(panels: tuple[Panel, ...], *, is_here: bool) -> tuple[Panel, ...]:
        if panel.name in known:
            return tuple(panel if each.name == panel.name else each for each in panels)
        return (*panels, panel) if is_here else panels

    return _each_part(composition, lambda each: replace(each, panels=put(each.panels, is_here=each.name == part)))


def described(composition: Composition, part: str, title: str, areas: str) -> Composition:
    """Give a part another title, and let it come once for each of some areas; empty for once at all."""
    return _each_part(composition, lambda each: replace(each, title=title, each=areas) if each.name == part else each)


def without(composition: Composition, name: str) -> Composition:
    """Take a part or a panel out."""
    kept = replace(composition, parts=tuple(part for part in composition.parts if part.name != name))
    return _each_part(
        kept, lambda part: replace(part, panels=tuple(panel for panel in part.panels if panel.name != name))
    )


def moved(composition: Composition, name: str, *, is_up: bool) -> Composition:
    """Move a part or a panel by one place; a panel at the end of its part goes on into the next one."""
    names = [part.name for part in composition.parts]
    if name in names:
        return replace(composition, parts=_swapped(composition.parts, names.index(name), is_up=is_up))
    at = next((at for at, part in enumerate(composition.parts) if any(each.name == name for each in part.panels)), None)
    if at is None:
        return composition
    part = composition.parts[at]
    place = [panel.name for panel in part.panels].index(name)
    panels = _swapped(part.panels, place, is_up=is_up)
    if panels == part.panels:
        return _into_next(composition, at, part.panels[place], is_up=is_up)
    return _each_part(composition, lambda each: replace(each, panels=panels) if each is part else each)


def _into_next(composition: Composition, at: int, panel: Panel, *, is_up: bool) -> Composition:
    target = at + (-1 if is_up else 1)
    if not 0 <= target < len(composition.parts):
        return composition
    parts = list(composition.parts)
    parts[at] = replace(parts[at], panels=tuple(each for each in parts[at].panels if each is not panel))
    there = parts[target].panels
    parts[target] = replace(parts[target], panels=(*there, panel) if is_up else (panel, *there))
    return replace(composition, parts=tuple(parts))


def _swapped(row: tuple[Any, ...], place: int, *, is_up: bool) -> tuple[Any, ...]:
    other = place + (-1 if is_up else 1)
    if not 0 <= other < len(row):
        return row
    found = list(row)
    found[place], found[other] = found[other], found[place]
    return tuple(found)


def _each_part(composition: Composition, change: Callable[[Part], Part]) -> Composition:
    return replace(composition, parts=tuple(change(part) for part in composition.parts))


# What has to be there before a panel says something, by its kind.
_NEEDED: Final[Mapping[str, Callable[[Panel], bool]]] = MappingProxyType(
    {
        MAP: lambda panel: bool(panel.query),
        RANKING: lambda panel: bool(panel.query),
        LINE: lambda panel: bool(panel.query),
        TABLE: lambda panel: bool(panel.query),
        AREAS: lambda panel: bool(panel.indicators and panel.query),
        KEY: lambda panel: bool(panel.indicators),
        OWN: lambda panel: bool(panel.indicators and panel.query),
        SCENARIO: lambda panel: bool(panel.query),
        TEXT: lambda panel: bool(panel.text.strip()),
        PICTURE: lambda panel: bool(panel.picture and panel.alternative.strip() and panel.credit.strip()),
        MEASURE: lambda panel: bool(panel.title.strip()),
        METHOD: lambda _panel: True,
        GLOSSARY: lambda _panel: True,
    }
)


def lacking(composition: Composition) -> tuple[str, ...]:
    """Return the names of parts without panels and of panels that say nothing yet."""
    empty = [part.name for part in composition.parts if not part.panels]
    return (*empty, *(panel.name for panel in composition.panels() if not _NEEDED[panel.kind](panel)))
