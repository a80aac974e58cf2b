# SPDX-License-Identifier: EUPL-1.2
"""Turns what recognition is not sure of into questions with answers to choose from."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from indicators.readers.columnkinds import rank_series
from indicators.readers.figures import LocaleDecision, parse_number
from indicators.readers.findings import Parameter
from indicators.readers.keys import KeyRule
from indicators.readers.marks import DASHES, DOTS, is_known_mark
from indicators.readers.proposals import (
    ColumnReading,
    KeyProposal,
    Known,
    Option,
    PeriodProposal,
    Question,
    Recognition,
    RowReading,
)

_MOST_SERIES: Final = 5
_LEAST_SIMILAR: Final = 0.3
_CLOSE: Final = 0.9
_YEAR, _MONTH = 4, 7
Told = dict[str, Parameter]
_MEANINGS: Final = ("confidential", "unknown", "missing")


def ask(recognition: Recognition, known: Known, decision: LocaleDecision) -> Recognition:
    """Add the questions.

    Parameters
    ----------
    recognition
        With everything else.
    known
        The areas and series that the organisation has.
    decision
        What the figures say of their decimal sign.

    Returns
    -------
    Recognition
        With its questions, in the order in which a person would answer them.
    """
    questions = [
        *_about_areas(recognition, known),
        *_about_rows(recognition),
        *_about_periods(recognition),
        *_about_numbers(recognition, decision),
        *_about_series(recognition, known),
    ]
    return replace(recognition, questions=tuple(questions))


def key_value(key: KeyProposal) -> str:
    """Return the answer that chooses a column of areas.

    Parameters
    ----------
    key
        A proposal.

    Returns
    -------
    str
    """
    return f"{key.level}|{key.edition}|{key.form}|{key.column}"


def _about_areas(recognition: Recognition, known: Known) -> Iterator[Question]:
    if not recognition.keys:
        whole = [(key, name) for areas in known.areas if len(areas.names) == 1 for key, name in areas.names.items()]
        options = tuple(Option(key, "area", {"name": name, "key": key}) for key, name in whole)
        yield Question("key", "key_none", options)
        return
    best = recognition.keys[0]
    rivals = [each for each in recognition.keys[1:] if each.matched >= best.matched * _CLOSE]
    if any((each.level, each.edition) != (best.level, best.edition) or each.form == best.form for each in rivals):
        options = tuple(Option(key_value(each), "key", _told(each)) for each in (best, *rivals))
        yield Question("key", "key", options, key_value(best))
    if best.form == "name":
        yield _confirm("key_by_name", "key_by_name", {"column": best.column})
    if best.rule == KeyRule(width=best.rule.width) and best.rule.width:
        delivered = best.rewritten
        shown = {"column": best.column, "delivered": delivered, "proposed": best.rule.apply(delivered)}
        yield _confirm("lost_zero", "lost_zero", shown)
    for repair in recognition.repairs:
        params: Told = {"delivered": repair.delivered, "row": repair.row, "proposal": repair.proposal}
        options = (Option(repair.proposal, "yes"), Option("", "leave"))
        # A key that only lost a zero has one reading; a name or a former key may mean another place.
        proposal = repair.proposal if repair.reason == "lost_zero" else ""
        yield Question(f"repair:{repair.delivered}", "repair", options, proposal, params=params)


def _told(key: KeyProposal) -> Told:
    told: Told = {"column": key.column, "level": key.level, "edition": key.edition}
    return {**told, "matched": key.matched, "filled": key.filled}


def _confirm(identity: str, code: str, params: dict[str, str]) -> Question:
    return Question(identity, code, (Option("yes", "yes"), Option("no", "no")), params=dict(params))


def _about_rows(recognition: Recognition) -> Iterator[Question]:
    for row in recognition.rows:
        if row.kind not in {"title", "header", "note"}:
            options, proposal = _row_options(row)
            params: Told = {"label": row.text, "row": row.row}
            yield Question(f"unknown_row:{row.text}", "unknown_row", options, proposal, params=params)


def _row_options(row: RowReading) -> tuple[tuple[Option, ...], str]:
    options = [Option("total", "total"), Option("skip", "skip"), Option("leave", "leave")]
    proposal = {"total": "total", "no_area": "skip"}.get(row.kind, "")
    if row.prefix:
        proposal = f"prefix:{row.prefix}"
        options.insert(0, Option(proposal, "subtotal", {"prefix": row.prefix}))
    elif row.parts:
        proposal = "parts"
        params: Told = {"count": len(row.parts), "first": row.parts[0], "last": row.parts[-1]}
        options.insert(0, Option(proposal, "subtotal_of", params))
    return tuple(options), proposal


def _about_periods(recognition: Recognition) -> Iterator[Question]:
    yield _about_period(recognition.period)
    place = recognition.period.place if recognition.period else ""
    own = [column for column in recognition.columns if column.kind == "figures" and column.period]
    if own and place not in {"header", "column_names"}:
        codes = tuple(column.period for column in own)
        options = (*(_over_all(template, codes) for template in _templates(codes)), Option("ignore", "no_period"))
        yield Question("column_period", "column_period", options, params={"column": own[0].name})


def _templates(codes: tuple[str, ...]) -> list[str]:
    return ["{}", "{}-12-31"] if all(len(code) == _YEAR for code in codes) else ["{}"]


def _about_period(period: PeriodProposal | None) -> Question:
    if period is None:
        return Question("period", "period", (), is_free=True)
    if period.place in {"header", "column", "column_names"}:
        options = tuple(_over_all(template, period.codes) for template in _templates(period.codes))
        return Question("period", "period", options, "{}" if len(options) == 1 else "")
    codes = [code for found in period.codes for code in (found, *last_days(found))]
    options = tuple(Option(code, "period", {"code": code}) for code in codes)
    return Question("period", "period", options, codes[0] if len(codes) == 1 else "", is_free=True)


def _over_all(template: str, codes: tuple[str, ...]) -> Option:
    first, last = (template.format(code) for code in (min(codes), max(codes)))
    return Option(template, "periods", {"count": len(codes), "first": first, "last": last})


def last_days(code: str) -> list[str]:
    """Return the reference date that a year or month may stand for.

    Examples
    --------
    >>> last_days("2022-06")
    ['2022-06-30']
    """
    if len(code) == _YEAR:
        return [f"{code}-12-31"]
    if len(code) == _MONTH and code[5:].isdecimal():
        return [f"{code}-{monthrange(int(code[:4]), int(code[5:]))[1]:02d}"]
    return []


def _about_numbers(recognition: Recognition, decision: LocaleDecision) -> Iterator[Question]:
    if decision.code == "locale_ambiguous":
        text = decision.comma_example
        options = tuple(
            Option(sign, sign, {"reading": f"{parse_number(text, sign):.15g}"}) for sign in ("comma", "point")
        )
        yield Question("decimal", "decimal", options, params={"value": text})
    for found in recognition.marks:
        params: Told = {"mark": found.mark, "count": found.count, "row": found.row}
        if found.mark in DOTS:
            yield Question("dot", "dot", tuple(Option(each, each) for each in _MEANINGS), params=params)
        elif found.mark in DASHES or not is_known_mark(found.mark):
            options = tuple(Option(each, each) for each in ("true_zero", *_MEANINGS, "not_applicable"))
            # A dash is exactly zero (DIN 55301); some write it for what they keep secret.
            proposal = "true_zero" if found.mark in DASHES else ""
            yield Question(f"mark:{found.mark}", "mark", options, proposal, params=params)


def _about_series(recognition: Recognition, known: Known) -> Iterator[Question]:
    figures = [column for column in recognition.columns if column.kind == "figures"]
    if recognition.shape == "categories" and len(figures) > 1:
        options = tuple(Option(column.name, "column", {"column": column.name}) for column in figures)
        yield Question("value_column", "value_column", options)
    if recognition.shape == "categories":
        for category in recognition.category_rows:
            yield _series_question(" / ".join(category), "", "series_of_category", known)
        return
    stems: dict[str, list[ColumnReading]] = {}
    for column in figures:
        stems.setdefault(column.stem, []).append(column)
    for stem, columns in stems.items():
        code = "series_of_table" if len(columns) > 1 else "series"
        question = _series_question(stem, columns[0].series, code, known)
        told = {"column": columns[0].name, "first": columns[0].name, "last": columns[-1].name}
        yield replace(question, params=told)


def _series_question(text: str, proposal: str, code: str, known: Known) -> Question:
    names = {each.slug: each.name for each in known.series}
    near = [slug for slug, similarity in rank_series(text, known.series) if similarity >= _LEAST_SIMILAR]
    options = [Option(slug, "series", {"name": names[slug]}) for slug in near[:_MOST_SERIES]]
    options.append(Option("ignore", "ignore"))
    return Question(f"series:{text}", code, tuple(options), proposal, is_free=True, params={"category": text})
