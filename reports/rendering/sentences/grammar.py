# SPDX-License-Identifier: EUPL-1.2
"""How names of areas stand in a sentence: in Köln, im Bezirk Mitte, in der Innenstadt, in den Vororten.

A level has a grammar by its noun; an area whose name goes its own way (der Wedding) has one of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from indicators.rendering.headlines import dative_plural
from indicators.rendering.profile_numbers import Language

Kind = Literal["bare", "typed", "articled"]
Gender = Literal["m", "f", "n", "pl"]
Case = Literal["nominative", "genitive", "dative", "accusative"]
Preposition = Literal["in", "auf", "an"]

_ARTICLES: Final[Mapping[Gender, Mapping[Case, str]]] = MappingProxyType(
    {
        "m": {"nominative": "der", "genitive": "des", "dative": "dem", "accusative": "den"},
        "f": {"nominative": "die", "genitive": "der", "dative": "der", "accusative": "die"},
        "n": {"nominative": "das", "genitive": "des", "dative": "dem", "accusative": "das"},
        "pl": {"nominative": "die", "genitive": "der", "dative": "den", "accusative": "die"},
    }
)
_CONTRACTED: Final = MappingProxyType({("in", "dem"): "im", ("an", "dem"): "am"})
_STRONG: Final[Mapping[Gender, str]] = MappingProxyType({"m": "er", "f": "e", "n": "es", "pl": "e"})
# The first word of a name is an adjective only if it is one of these, or ends in -isch: Mutter and Höhe are none.
_ADJECTIVE: Final = re.compile(
    r"(?:alt|neu|groß|klein|ober|unter|mittler|äußer|inner|nördlich|südlich|östlich|westlich|hoh|lang|breit|zentral"
    r"|erweitert|historisch|kreisfrei|amtsfrei|[\w-]+isch)",
    re.IGNORECASE,
)
_SIBILANTS: Final = ("s", "ß", "x", "z")
# The end of a noun tells its gender: Planungsraum, Bezirksregion, Stadtviertel.
_ENDINGS: Final[tuple[tuple[str, Gender], ...]] = (
    ("viertel", "n"),
    ("bezirk", "m"),
    ("ortsteil", "m"),
    ("stadtteil", "m"),
    ("teil", "m"),
    ("raum", "m"),
    ("kreis", "m"),
    ("block", "m"),
    ("bereich", "m"),
    ("kiez", "m"),
    ("sprengel", "m"),
    ("region", "f"),
    ("gemeinde", "f"),
    ("stadt", "f"),
    ("zelle", "f"),
    ("siedlung", "f"),
    ("quartier", "n"),
    ("gebiet", "n"),
    ("zentrum", "n"),
    ("dorf", "n"),
)
# Levels whose areas are places of their own: their names need no noun before them.
_PLACES: Final = frozenset(
    {"stadt", "gesamtstadt", "stadtgebiet", "land", "bundesland", "gemeinde", "kommune", "staat"}
)
_UNKNOWN: Final = "Gebiet"
_IRREGULAR: Final = MappingProxyType({"Land": "Landes", "Dorf": "Dorfes"})


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a name is declined.

    `bare` stands alone (in Köln), `typed` follows the noun of its level (im Bezirk Mitte), `articled` takes an article
    itself (im Wedding, in den Vororten). `noun` is that of a typed name in the nominative; `genitive` is the name's
    own where the rules miss it; `english` is what an English sentence calls the area where that is not its name.
    """

    kind: Kind = "bare"
    gender: Gender = "n"
    noun: str = ""
    preposition: Preposition = "in"
    genitive: str = ""
    english: str = ""

    def __post_init__(self) -> None:
        """Refuse a typed name without its noun."""
        if (self.kind == "typed") != bool(self.noun):
            raise ValueError("A noun stands before typed names, and before these alone.")


@dataclass(frozen=True, slots=True)
class AreaName:
    """The name of an area with its grammar."""

    name: str
    grammar: Grammar = field(default_factory=Grammar)

    @property
    def is_plural(self) -> bool:
        """Whether its verb is a plural: die Vororte gehören."""
        return self.grammar.kind == "articled" and self.grammar.gender == "pl"


def grammar_of(level: str, name: str) -> Grammar:
    """Return the grammar of an area by the noun of its level and by its name, where nobody said another one.

    Names of whole cities stand alone; a Kreis among them tells its gender by its name. A level that is not known is
    called “Gebiet”.
    """
    noun = re.sub(r"\s*\(.*?\)", "", level).strip()
    if not noun or noun.lower() in _PLACES or " oder " in noun:
        return _by_name(name)
    gender = _gender(noun)
    if gender is None:
        return Grammar("typed", "n", _UNKNOWN)
    return Grammar("typed", gender, noun)


def _by_name(name: str) -> Grammar:
    first, last = name.partition(" ")[0], re.split(r"[ -]", name)[-1]
    for word in (first, last) if " " in name else (last,):
        gender = _gender(word)
        # Ingolstadt and Rostock-Stadt are places; Rhein-Sieg-Kreis and Kreis Wesel need their article.
        if gender and word.lower() in {"kreis", "landkreis", "region", "städteregion", "regionalverband"}:
            return Grammar("articled", gender)
    return Grammar()


def _gender(noun: str) -> Gender | None:
    lower = noun.lower()
    return next((gender for ending, gender in _ENDINGS if lower.endswith(ending)), None)


def in_area(area: AreaName, language: Language) -> str:
    """Return where: im Bezirk Mitte, in Köln, in den Vororten; in Mitte."""
    if language == "en":
        return f"in {english_name(area)}"
    told, preposition = declined(area, "dative"), area.grammar.preposition
    article, _, rest = told.partition(" ")
    contracted = _CONTRACTED.get((preposition, article))
    return f"{contracted} {rest}" if contracted and area.grammar.kind != "bare" else f"{preposition} {told}"


def of_area(area: AreaName, language: Language) -> str:
    """Return whose: Berlins, des Bezirks Mitte, von Mainz; of Mitte."""
    if language == "en":
        return f"of {english_name(area)}"
    if area.grammar.kind != "bare":
        return declined(area, "genitive")
    own = area.grammar.genitive
    if own:
        return own
    # Frankfurt am Main and Mainz take no ending.
    is_plain = " " not in area.name and not area.name.endswith(_SIBILANTS) and area.name[-1:].isalpha()
    return f"{area.name}s" if is_plain else f"von {area.name}"


def plural_of(areas: str, case: Case) -> str:
    """Decline the plural of a level without article, as after „aller“ and „den meisten“: Statistischen Bezirken.

    What joins two nouns (Kreise und kreisfreie Städte) is called “Gebiete”.
    """
    if " und " in areas or " oder " in areas or "/" in areas:
        areas = "Gebiete"
    return declined(AreaName(areas, Grammar("articled", "pl")), case).partition(" ")[2]


def english_name(area: AreaName) -> str:
    """Return what an English sentence calls an area."""
    return area.grammar.english or area.name


def declined(area: AreaName, case: Case) -> str:
    """Return the German name with article and noun as they stand in a case; bare names are the same in each."""
    grammar = area.grammar
    if grammar.kind == "bare":
        return area.name
    article = _ARTICLES[grammar.gender][case]
    if grammar.kind == "typed":
        noun = _noun(grammar.noun, grammar.gender, case)
        name = area.name.removeprefix(f"{grammar.noun} ") if area.name != grammar.noun else ""
        return f"{article} {noun} {name}".strip()
    if case == "genitive" and grammar.genitive:
        return f"{article} {grammar.genitive}"
    return f"{article} {_own_name(area.name, grammar.gender, case)}"


def _noun(noun: str, gender: Gender, case: Case) -> str:
    """Decline the noun of a level, which may have adjectives before it: Statistischer Bezirk."""
    *adjectives, head = noun.split(" ")
    told = [_adjective(each, gender, case) for each in adjectives]
    return " ".join([*told, _with_ending(head, gender, case)])


def _own_name(name: str, gender: Gender, case: Case) -> str:
    """Decline a name that has an article: Nördliche Innenstadt, Kreis Wesel, Rhein-Sieg-Kreis, Vororte."""
    words = name.split(" ")
    stem = words[0].removesuffix(_STRONG[gender])
    if len(words) > 1 and stem != words[0] and _ADJECTIVE.fullmatch(stem):
        head = " ".join(words[1:])
        return f"{_adjective(words[0], gender, case)} {_with_ending(head, gender, case)}"
    if len(words) > 1 and _gender(words[0]) == gender:
        return " ".join([_with_ending(words[0], gender, case), *words[1:]])
    return _with_ending(name, gender, case)


def _adjective(word: str, gender: Gender, case: Case) -> str:
    """Decline an adjective after its article."""
    keeps_e = gender != "pl" and (case == "nominative" or (case == "accusative" and gender in {"f", "n"}))
    return f"{word.removesuffix(_STRONG[gender])}{'e' if keeps_e else 'en'}"


def _with_ending(noun: str, gender: Gender, case: Case) -> str:
    if gender == "pl":
        return dative_plural(noun) if case == "dative" else noun
    if case != "genitive" or gender == "f":
        return noun
    return _IRREGULAR.get(noun) or f"{noun}{'es' if noun.endswith(_SIBILANTS) else 's'}"
