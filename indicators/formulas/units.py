# SPDX-License-Identifier: EUPL-1.2
"""Units of measure of a formula: persons are not added to percent, and the result has a unit of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from indicators.formulas.ast import Call, IfMissing, Name, Negative, Node, Number, OfLayer, Operation, text, walk
from indicators.formulas.texts import FormulaError

_PERCENT: Final = "%"
_PER: Final = " je "
_PERSONS: Final = "Personen"
_POINTS: Final = "Prozentpunkte"
# What is counted of a layer; a definition may call it by any word of its own.
_COUNTED: Final = {"places": "Orte", "capacity": "Plätze"}
# Different words for the same count of people.
_SAME: Final = {
    "Prozent": _PERCENT,
    _POINTS: _PERCENT,
    "Person": _PERSONS,
    "Einwohner": _PERSONS,
    "Einwohnerinnen und Einwohner": _PERSONS,
    "Kinder": _PERSONS,
    "Kind": _PERSONS,
    "Fälle": "Fälle",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as powers of what is counted or measured, sorted; without any it is a plain number."""

    powers: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        above = [_raised(name, power) for name, power in self.powers if power > 0]
        below = [_raised(name, -power) for name, power in self.powers if power < 0]
        shown = " · ".join(above) or ("1" if below else "")
        return _PER.join([shown, " · ".join(below)]) if below else shown

    def times(self, other: "Unit", sign: int = 1) -> "Unit":
        """Return the unit of a product, or with sign -1 of a quotient."""
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        return Unit(tuple(sorted((name, power) for name, power in powers.items() if power)))


PLAIN: Final = Unit()
PERCENT: Final = Unit(((_PERCENT, 1),))
_NAMED: Final = {**_COUNTED, "nearest": "Minuten", "reached": _PERCENT, "length": "km", "ground": "km²"}
_OF_LAYERS: Final = {function: Unit(((name, 1),)) for function, name in _NAMED.items()}


def unit_from_text(written: str) -> Unit | None:
    """Read a unit of measure as the catalogue writes it.

    Parameters
    ----------
    written : str
        For instance „Personen“, „%“, „Euro je Person“, „Fälle je 1.000 Einwohner“.

    Returns
    -------
    Unit or None
        None for an empty text: then nothing is known of the unit, and nothing is refused because of it. No arrays,
        hence no NaN.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    >>> str(unit_from_text("Euro je Einwohner"))
    'Euro je Personen'
    """
    if not written.strip():
        return None
    above, *below = re.split(r" je | / |(?<=\S)/(?=\S)", written.strip())
    unit = _single(above)
    for each in below:
        unit = unit.times(_single(each), -1)
    return unit


def unit_of(node: Node, units: Mapping[str, str]) -> Unit | None:
    """Work out the unit of a formula, and refuse what cannot be put together.

    Parameters
    ----------
    node : Node
        The formula.
    units : mapping of str to str
        The unit of measure of each indicator as the catalogue writes it; one that is not there is not known.

    Returns
    -------
    Unit or None
        None where it is not known. A plain number in `if missing` takes the unit of what it stands for. `share` is
        in percent; a percentage divided by the number 100 is a plain share. No arrays, hence no NaN.

    Raises
    ------
    FormulaError
        ``formulas.units`` when different units are added, subtracted or stand for each other, or when a percentage
        makes a share with something else; with the position of the first indicator behind.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    >>> str(unit_of(Call("share", (Name("a"), Name("b"))), {"a": "Personen", "b": "Einwohner"}))
    '%'
    """
    match node:
        case Name(slug):
            return unit_from_text(units.get(slug, ""))
        case OfLayer() | Number():
            return _of_layer(node, units) if isinstance(node, OfLayer) else PLAIN
        case Negative(inner) | IfMissing(inner, Number()):
            return unit_of(inner, units)
        case Operation(operator, left, right):
            return _of_operation(operator, left, right, units)
        case IfMissing(left, right):
            return _alike([left, right], units)
        case _:
            return _of_call(node, units)


def check_unit(node: Node, units: Mapping[str, str], stated: str) -> None:
    """Refuse a formula whose figures are in another unit than its definition states.

    Parameters
    ----------
    node : Node
        The formula.
    units : mapping of str to str
        As for `unit_of`.
    stated : str
        The unit of measure of the definition; an empty one is held against nothing. What is counted of a layer may
        be called by any word („Kitaplätze je 100 Kinder“).

    Returns
    -------
    None
        No arrays, hence no NaN.

    Raises
    ------
    FormulaError
        ``formulas.units`` as `unit_of`; ``formulas.points`` for percentage points that are stated as a percentage,
        ``formulas.unit`` for any other unit than the one that comes out.

    References
    ----------
    docs/methods/formulas.md

    Examples
    --------
    >>> check_unit(Call("change", (Name("quote"), Number(1.0))), {"quote": "%"}, "Prozentpunkte")
    """
    found, written = unit_of(node, units), unit_from_text(stated)
    if found is None or written is None:
        return
    if not _is_stated(found, written):
        raise FormulaError("unit", _position(node), left=_shown(found), right=stated)
    if found != PERCENT:
        return
    kind, is_stated_in_points = _kind(node, units), stated.strip() == _POINTS
    if kind == "points" and not is_stated_in_points:
        raise FormulaError("points", _position(node), right=_POINTS)
    if kind == "level" and is_stated_in_points:
        raise FormulaError("unit", _position(node), left=_PERCENT, right=stated)


def _is_stated(found: Unit, written: Unit) -> bool:
    """Say whether units are the same; places and capacity of layers may be called by any one word each."""
    free = sorted(power for name, power in found.powers if name in _COUNTED.values())
    kept = {each for each in found.powers if each[0] not in _COUNTED.values()}
    rest = sorted(each[1] for each in written.powers if each not in kept)
    return kept <= set(written.powers) and rest == free


def _kind(node: Node, units: Mapping[str, str]) -> str:
    """Say whether figures in percent are a level or the distance of two; empty where that cannot be told."""
    match node:
        case Name(slug):
            return "points" if units.get(slug, "").strip() == _POINTS else "level"
        case Negative(inner) | IfMissing(inner, _) | Call("lag" | "rolling", (inner, _)):
            return _kind(inner, units)
        case Call("change" | "share" as function):
            return "points" if function == "change" else "level"
        case Operation("-", left, right) | Call("difference", (left, right)):
            # A level less a distance is a level again.
            return "points" if _kind(left, units) == _kind(right, units) else "level"
        case Operation("+", left, right):
            return "points" if _kind(left, units) == _kind(right, units) == "points" else "level"
        case _:
            return ""


def _raised(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def _single(written: str) -> Unit:
    # „1.000 Einwohner“ keeps its base, as formulas write it: rates of different bases are different units.
    base, name = re.fullmatch(r"([\d.\s]*)(.*)", written.strip(), re.DOTALL).groups()  # type: ignore[union-attr] # always matches
    shown = _SAME.get(name, name)
    return Unit(((" ".join(["".join(re.findall(r"\d", base)), shown]).strip(), 1),))


def _of_layer(node: OfLayer, units: Mapping[str, str], base: Number | None = None) -> Unit | None:
    """Return the unit of what is read of a layer: of places for people those for one of them, or for so many."""
    if node.people is None or node.function in _OF_LAYERS:
        return _OF_LAYERS[node.function]
    below = unit_of(node.people, units)
    if below is None:
        return None
    return _OF_LAYERS["capacity"].times(below, -1) if base is None else _per(_OF_LAYERS["capacity"], base, below)


def _of_operation(operator: str, left: Node, right: Node, units: Mapping[str, str]) -> Unit | None:
    if operator == "*" and isinstance(left, Number) and isinstance(right, OfLayer) and right.people is not None:
        return _of_layer(right, units, left)
    if operator in "+-":
        return _alike([left, right], units)
    one, other = unit_of(left, units), unit_of(right, units)
    if one is None or other is None:
        return None
    if operator == "/" and right == Number(100.0) and dict(one.powers).get(_PERCENT, 0) > 0:
        return one.times(PERCENT, -1)
    return one.times(other, 1 if operator == "*" else -1)


def _of_call(node: Call, units: Mapping[str, str]) -> Unit | None:
    match node.function:
        case "share":
            return _of_share(node.arguments, units)
        case "per":
            above, below = (unit_of(each, units) for each in node.arguments[:2])
            if above is None or below is None:
                return None
            return _per(above, node.arguments[2], below)
        case "lag" | "change" | "rolling":
            return unit_of(node.arguments[0], units)
        case _:
            return _alike(list(node.arguments), units)


def _per(above: Unit, base: Node, below: Unit) -> Unit:
    """Return the unit of so many for 100 or 1,000 of others."""
    return above.times(Unit(((f"{text(base)} {below}".strip(), 1),)), -1)


def _of_share(arguments: tuple[Node, ...], units: Mapping[str, str]) -> Unit:
    """Households among dwellings are a share, too; a percentage is one only of percentages."""
    part, whole = (unit_of(each, units) for each in arguments)
    if part is not None and whole is not None and part != whole and _PERCENT in dict(part.powers + whole.powers):
        raise FormulaError("units", _position(arguments[1]), left=_shown(part), right=_shown(whole))
    return PERCENT


def _alike(nodes: list[Node], units: Mapping[str, str]) -> Unit | None:
    """Return the unit that all known ones have."""
    known: Unit | None = None
    for node in nodes:
        unit = unit_of(node, units)
        if unit is None:
            continue
        if known is not None and unit != known:
            raise FormulaError("units", _position(node), left=_shown(known), right=_shown(unit))
        known = unit
    return known


def _shown(unit: Unit) -> str:
    return str(unit) or "1"


def _position(node: Node) -> int:
    return next((each.position for each in walk(node) if isinstance(each, Name | OfLayer)), 1) or 1
