# SPDX-License-Identifier: EUPL-1.2
"""What the panels of time show before, and without, a script: balance of two periods, a map for each period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.carried_words import as_estimate
from indicators.rendering.mapstate import ONE_PERIOD
from indicators.rendering.profile_numbers import number
from indicators.rendering.sentences import status_words
from indicators.rendering.tableparts import MOST_ROWS
from indicators.rendering.workbench.answer import Answer, PeriodAnswer
from indicators.rendering.workbench.balance import Balance, BalanceKey
from indicators.rendering.workbench.parts import MULTIPLES
from indicators.rendering.workbench.sieve import Sieve
from indicators.selectors.sheets import ReleaseRef
from indicators.selectors.workbench.facing import too_many_words
from indicators.selectors.workbench.moving import moved
from indicators.selectors.workbench.settling import Settled
from indicators.views.workbench.controls import focused
from indicators.views.workbench.facingpanel import facing_editions, facing_of_page
from indicators.views.workbench.panels import style_of
from indicators.views.workbench.smallmaps import Fill, Sheet, fills_of, sheets_of
from sozialplanung.common.statuses import WITH_VALUE, Status


@dataclass(frozen=True, slots=True)
class BalanceMap:
    """The map of a balance on one boundary version: what fills each area; hidden where another one is shown."""

    sheet: Sheet
    styles: tuple[str, ...]
    is_shown: bool


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One area of the table: its figures in both periods, the difference, its interval, what is said of chance."""

    key: str
    name: str
    query: str
    since: str
    until: str
    difference: str
    interval: str
    verdict: str


@dataclass(frozen=True, slots=True)
class BalancePanel:
    """The balance of the period shown, with its maps and its rows."""

    balance: Balance
    maps: tuple[BalanceMap, ...]
    rows: tuple[BalanceRow, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One period among the small maps: its map, the address that shows it, what stands between it and the one before.

    `lacking` says how many periods are missing before it, `break_text` what kind of gap there is, `bounds` its own
    classes where each period has some.
    """

    period: PeriodAnswer
    query: str
    sheet: Sheet | None
    fills: tuple[Fill, ...]
    lacking: str
    break_text: str
    bounds: str
    figures: str


@dataclass(frozen=True, slots=True)
class Multiples:
    """A small map for every period, and what their colours mean."""

    says: str
    tiles: tuple[Tile, ...]
    keys: tuple[BalanceKey, ...]


def balance_of_page(found: Settled, answer: Answer, sheets: Mapping[str, Sheet]) -> BalancePanel | None:
    """Return the balance of the period shown; None where the panel is closed."""
    balance = answer.balance
    if balance is None:
        return None
    editions = dict.fromkeys(each.edition for each in answer.balances if each.told is not None)
    outside = _outside(found, answer, balance)
    maps = tuple(_balance_map(sheets[edition], balance, outside) for edition in editions if edition in sheets)
    has_rows = balance.told is not None and len(balance.codes) <= MOST_ROWS
    rows = _balance_rows(found, answer, balance, outside) if has_rows else ()
    return BalancePanel(balance, maps, rows)


def _outside(found: Settled, answer: Answer, balance: Balance) -> Sieve | None:
    """Return who meets the filter: in the period shown, or where it has other areas in the later one."""
    if found.facts.filtering is None or balance.told is None:
        return None
    ref = found.facts.choice.ref
    if ref.edition != balance.edition:
        ref = found.facts.choice.series[sides_of(answer, found, answer.shown.view.position)[1]]
    return found.facts.filtering.sieves[ref.id]


def _balance_map(sheet: Sheet, balance: Balance, outside: Sieve | None) -> BalanceMap:
    is_shown = balance.told is not None and balance.edition == sheet.edition
    if is_shown:
        left_out = [""] * len(balance.codes) if outside is None else map(outside.style_of, range(len(balance.codes)))
        styles = (gone or balance.keys[code - 1].style for code, gone in zip(balance.codes, left_out, strict=True))
        return BalanceMap(sheet, tuple(styles), is_shown)
    return BalanceMap(sheet, ("",) * len(sheet.paths), is_shown)


def sides_of(answer: Answer, found: Settled, position: int) -> tuple[int, int]:
    """Return the places of both periods of a balance, the earlier first."""
    codes = [period.view.code for period in answer.periods]
    earlier, later = sorted((codes.index(found.state.time.vergleich), position))
    return earlier, later


def _balance_rows(found: Settled, answer: Answer, balance: Balance, outside: Sieve | None) -> tuple[BalanceRow, ...]:
    earlier, later = (found.facts.choice.series[place] for place in sides_of(answer, found, answer.shown.view.position))
    ground = next(each for each in answer.grounds if each.edition == balance.edition)
    return tuple(
        BalanceRow(
            key=ground.areas[place].key,
            name=ground.areas[place].name,
            query=focused(found.state, ground.areas[place].key),
            since=value_text(found, earlier, place) if earlier.edition == balance.edition else "",
            until=value_text(found, later, place),
            difference=balance.difference_text(place),
            interval=balance.interval_text(place),
            verdict=balance.verdict_text(place),
        )
        for place in ground.by_name
        if outside is None or not outside.is_gone(place)
    )


def value_text(found: Settled, ref: ReleaseRef, place: int) -> str:
    """Write a figure of an area in a period, marked where it is an estimate, or why there is none."""
    content, language = found.facts.contents[ref.id], found.facts.language
    status = Status(int(content.status[place]))
    if status in WITH_VALUE:
        told = number(float(content.numbers["value"].values[place]), content.decimals, language)
        return as_estimate(told, language, is_guess=found.facts.is_guess(ref, place))
    return status_words(status, language, found.facts.reasons_at(ref).get(place, ""))


def multiples_of(found: Settled, answer: Answer, sheets: Mapping[str, Sheet]) -> Multiples:
    """Return a small map for every period of the series."""
    has_own_classes = found.state.classes.zeit == ONE_PERIOD
    tiles = tuple(
        _tile(found, answer, position, sheets, has_own_classes=has_own_classes)
        for position in range(len(answer.periods))
    )
    return Multiples(
        _says(answer, has_own_classes=has_own_classes), tiles, _keys(answer, has_own_classes=has_own_classes)
    )


def _says(answer: Answer, *, has_own_classes: bool) -> str:
    if answer.shown.view.legend.is_named and answer.shown.pair is None:
        return _("The classes are those of the index, in every period by its own scale: positions, never a trend.")
    if has_own_classes:
        return _("Every map has classes of its own: the same colour in two maps does not mean the same.")
    return _("All maps have the same classes: the same colour means the same in every period.")


def _tile(found: Settled, answer: Answer, position: int, sheets: Mapping[str, Sheet], *, has_own_classes: bool) -> Tile:
    ref, period = found.facts.choice.series[position], answer.periods[position]
    content = found.facts.contents[ref.id]
    classes = found.facts.schemes[ref.id].classes_of(content)
    sheet = sheets.get(ref.edition)
    drawn = range(content.size if sheet else 0)
    styles = [style_of(found.facts, ref, place, int(classes[place])) for place in drawn]
    bounds = "; ".join(
        number(bound, content.decimals, found.facts.language)
        for bound in (period.view.bounds if has_own_classes else ())
    )
    return Tile(
        period=period,
        query=moved(found, ref).query(),
        sheet=sheet,
        fills=fills_of(styles),
        lacking=lacking_words(period.lacking),
        break_text=break_words_of(period),
        bounds=_("Bounds: %(bounds)s") % {"bounds": bounds} if bounds else "",
        figures=period.sentence,
    )


def lacking_words(count: int) -> str:
    """Say how many periods are missing; empty for none."""
    if not count:
        return ""
    return ngettext("%(count)s period is missing", "%(count)s periods are missing", count) % {"count": count}


def break_words_of(period: PeriodAnswer) -> str:
    """Say in short that a period is not comparable with the one before, or stands on other boundaries."""
    if period.has_new_ground:
        return _("other boundaries than before")
    if period.view.break_before is not None and not period.joins:
        return _("not comparable with before")
    return ""


def _keys(answer: Answer, *, has_own_classes: bool) -> tuple[BalanceKey, ...]:
    """Return what colours mean in all maps, and for which reasons areas have none in any of them."""
    legend = answer.shown.view.legend
    has_classes = legend.is_named or not has_own_classes
    classes = [BalanceKey(each.style, each.span, each.count) for each in legend.classes]
    special = {
        case.label: BalanceKey(f"special-fill special-fill--{case.kind}", case.label, case.count)
        for period in answer.periods
        for case in period.view.legend.special
    }
    return (*(classes if has_classes else ()), *special.values())


def time_panels(found: Settled, answer: Answer, panels: Iterable[str]) -> dict[str, object]:
    """Return what the open panels of time show."""
    has_multiples = MULTIPLES in panels
    editions = [each.edition for each in answer.balances if each.told is not None]
    editions += [period.view.edition for period in answer.periods] if has_multiples else []
    sheets = sheets_of(found, [*editions, *facing_editions(answer)])
    return {
        "too_many": too_many_words() if found.facts.ground.is_large else "",
        "sheets": tuple(sheets.values()),
        "balance": balance_of_page(found, answer, sheets),
        "multiples": multiples_of(found, answer, sheets) if has_multiples else None,
        "facing": facing_of_page(found, answer, sheets),
    }
