# SPDX-License-Identifier: EUPL-1.2
"""From proposals and answers to a mapping: only what a person confirmed is in it."""

from collections.abc import Mapping as Dictionary
from dataclasses import replace
from typing import Final

from indicators.readers.asking import key_value, last_days
from indicators.readers.figures import DecimalSign
from indicators.readers.findings import DeliveryError, delivery_error
from indicators.readers.keys import KeyRule
from indicators.readers.mapping import (
    CategorySeries,
    Mapping,
    PeriodSource,
    Role,
    TotalRule,
    ValueColumn,
)
from indicators.readers.marks import DotMeaning, MarkRules
from indicators.readers.periodtexts import period_in
from indicators.readers.proposals import ColumnReading, KeyProposal, KnownSeries, Question, Recognition, RowReading
from indicators.readers.recognition import place_of
from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import parse

IGNORE: Final = "ignore"
Answers = Dictionary[str, str]


def open_questions(recognition: Recognition, answers: Answers) -> tuple[Question, ...]:
    """Return the questions that nobody answered.

    Parameters
    ----------
    recognition
        What was asked.
    answers
        By the id of the question.

    Returns
    -------
    tuple of Question
    """
    return tuple(question for question in recognition.questions if question.id not in answers)


def proposed_answers(recognition: Recognition) -> dict[str, str]:
    """Return what the questions propose, for a person to confirm.

    Parameters
    ----------
    recognition
        What was asked.

    Returns
    -------
    dict of str to str
        By the id of the question; without those that propose nothing.
    """
    return {question.id: question.proposal for question in recognition.questions if question.proposal}


def draft_mapping(recognition: Recognition, answers: Answers, series: tuple[KnownSeries, ...] = ()) -> Mapping:
    """Return the mapping that proposals and answers make.

    Parameters
    ----------
    recognition
        What was recognised and asked.
    answers
        By the id of the question: the value of one of its options, or a text of its own where the
        question is free. `role:<stem>` may add `numerator` or `denominator` to a series.
    series
        What the organisation has: whether a series adds up. One that is not in it does.

    Returns
    -------
    Mapping
        Complete; columns that are no key, period, category or figure are named as not taken over.

    Raises
    ------
    DeliveryError
        `question_open`, `answer_unknown`, `areas_none`; `mapping` when the answers contradict each other.
    """
    for question in recognition.questions:
        if question.code == "key_none" and not question.options:
            words = next((each.name for each in recognition.columns if each.kind != "figures"), "")
            place = place_of(recognition.sheet, recognition.layout.header_row or 1, words)
            raise delivery_error("areas_none", place=place)
        _check(question, answers)
    draft = _Draft(recognition, answers, {each.slug: each for each in series})
    return draft.mapping()


def _check(question: Question, answers: Answers) -> None:
    if question.id not in answers:
        raise delivery_error("question_open", question=question.id)
    answer = answers[question.id]
    is_offered = answer in {option.value for option in question.options}
    if not is_offered and not (question.is_free and answer):
        raise delivery_error("answer_unknown", question=question.id, answer=answer)


class _Draft:
    def __init__(self, recognition: Recognition, answers: Answers, series: dict[str, KnownSeries]) -> None:
        self.recognition, self.answers, self.series = recognition, answers, series
        chosen = answers.get("key", "")
        self.key = next((each for each in recognition.keys if key_value(each) == chosen), recognition.key)
        self.figures = [column for column in recognition.columns if column.kind == "figures"]
        if recognition.shape == "categories":
            self.figures = [each for each in self.figures if each.name == answers.get("value_column", each.name)]

    def mapping(self) -> Mapping:
        """Put all parts together."""
        recognition, answers = self.recognition, self.answers
        values = self._values()
        taken = {*recognition.categories, *(value.column for value in values)}
        period = self._period()
        key_column = self.key.column if self.key else ""
        taken |= {period.column, key_column, recognition.label_column}
        shape = recognition.shape
        return Mapping(
            shape=shape,
            period=period,
            values=values,
            key_column=key_column,
            constant_key="" if self.key else answers["key"],
            key_rule=self._key_rule() if self.key else KeyRule(),
            categories=recognition.categories,
            series_of=self._series_of(),
            decimal=recognition.decimal or _sign(answers),
            marks=self._marks(),
            totals=tuple(rule for row in self._other_rows() if (rule := self._total(row))),
            skip_rows=tuple(self._skipped()),
            ignored=tuple(each.name for each in recognition.columns if each.name not in taken),
            ignored_categories=self._ignored_categories(),
            layout=recognition.layout,
            label_column=recognition.label_column,
        )

    def _series(self, stem: str) -> str:
        answer = self.answers[f"series:{stem}"]
        return "" if answer == IGNORE else answer

    def _role(self, stem: str) -> Role:
        roles: dict[str, Role] = {"value": "value", "numerator": "numerator", "denominator": "denominator"}
        answer = self.answers.get(f"role:{stem}", "value")
        if answer not in roles:
            raise delivery_error("answer_unknown", question=f"role:{stem}", answer=answer)
        return roles[answer]

    def _is_additive(self, slug: str) -> bool:
        return slug not in self.series or self.series[slug].is_additive

    def _values(self) -> tuple[ValueColumn, ...]:
        if self.recognition.shape == "categories":
            return tuple(ValueColumn(column.name, "") for column in self.figures)
        return tuple(self._value(column) for column in self.figures if self._series(column.stem))

    def _value(self, column: ColumnReading) -> ValueColumn:
        slug = self._series(column.stem)
        own = ""
        proposal = self.recognition.period
        if proposal and proposal.place == "column_names":
            own = self.answers["period"].format(column.period)
        elif column.period and self.answers.get("column_period", IGNORE) != IGNORE:
            own = self.answers["column_period"].format(column.period)
        return ValueColumn(column.name, slug, self._role(column.stem), self._is_additive(slug), own)

    def _series_of(self) -> tuple[CategorySeries, ...]:
        rows = [(row, " / ".join(row)) for row in self.recognition.category_rows]
        return tuple(
            CategorySeries(row, self._series(text), self._role(text), self._is_additive(self._series(text)))
            for row, text in rows
            if self._series(text)
        )

    def _ignored_categories(self) -> tuple[tuple[str, ...], ...]:
        return tuple(row for row in self.recognition.category_rows if not self._series(" / ".join(row)))

    def _period(self) -> PeriodSource:
        proposal, answer = self.recognition.period, self.answers["period"]
        if proposal and proposal.place in {"header", "column"}:
            return replace(proposal.source, text=answer)
        if proposal and proposal.place == "column_names":
            return PeriodSource("fixed", answer.format(proposal.codes[0]))
        return PeriodSource("fixed", _period_code(answer))

    def _key_rule(self) -> KeyRule:
        assert self.key is not None  # noqa: S101 - the caller asked
        self._confirmed(self.key)
        confirmed = [
            (repair.delivered, self.answers[f"repair:{repair.delivered}"])
            for repair in self.recognition.repairs
            if self.answers[f"repair:{repair.delivered}"]
        ]
        rule = self.key.rule
        if self.answers.get("lost_zero") == "no":
            rule = replace(rule, width=0)
        return replace(rule, renames=(*rule.renames, *confirmed))

    def _confirmed(self, key: KeyProposal) -> None:
        if key.form == "name" and self.answers.get("key_by_name") != "yes":
            raise delivery_error("question_open", question="key_by_name")

    def _marks(self) -> MarkRules:
        own = tuple(
            (found.mark, self.answers[f"mark:{found.mark}"])
            for found in self.recognition.marks
            if f"mark:{found.mark}" in self.answers
        )
        meanings: dict[str, DotMeaning] = {"confidential": "confidential", "unknown": "unknown", "missing": "missing"}
        return MarkRules(dot=meanings.get(self.answers.get("dot", "")), own=own)

    def _other_rows(self) -> list[RowReading]:
        return [row for row in self.recognition.rows if f"unknown_row:{row.text}" in self.answers]

    def _total(self, row: RowReading) -> TotalRule | None:
        answer = self.answers[f"unknown_row:{row.text}"]
        if answer == "total":
            return TotalRule(row.text)
        if answer == "parts":
            return TotalRule(row.text, parts=row.parts)
        return TotalRule(row.text, answer.removeprefix("prefix:")) if answer.startswith("prefix:") else None

    def _skipped(self) -> list[str]:
        return [
            _as_pattern(row.text) for row in self._other_rows() if self.answers[f"unknown_row:{row.text}"] == "skip"
        ]


def _as_pattern(text: str) -> str:
    """Return a pattern that fits this text alone."""
    return "".join(f"[{each}]" if each in "*?[" else each for each in text)


def _sign(answers: Answers) -> DecimalSign | None:
    signs: dict[str, DecimalSign] = {"comma": "comma", "point": "point"}
    return signs.get(answers.get("decimal", ""))


def _period_code(answer: str) -> str:
    found = period_in(answer)
    try:
        return parse(answer).code
    except DomainError as error:
        if found and not found.rest:
            return found.code
        raise delivery_error("answer_unknown", question="period", answer=answer) from error


def refit(mapping: Mapping, recognition: Recognition, *, period: str = "") -> Mapping:
    """Fit the mapping of a profile to the next file of the same layout.

    Parameters
    ----------
    mapping
        Confirmed for an earlier file.
    recognition
        Of the new file, with the same fingerprint.
    period
        The period code, where the mapping has one period for the whole file: never that of the earlier
        file. Empty: the one that stands in the title or the name of the new file, if there is one only.

    Returns
    -------
    Mapping
        With the place of the new table and the periods of its columns.

    Raises
    ------
    DeliveryError
        `question_open` when the period of the new file is not known, `column_absent` when a column is.
    """
    names = {column.name for column in recognition.columns}
    values = _refitted_values(mapping, recognition)
    fitted = replace(
        mapping, layout=recognition.layout, values=values, period=_refitted_period(mapping, recognition, period)
    )
    for name in fitted.columns_used():
        if name not in names:
            raise delivery_error("column_absent", name=name)
    taken = set(fitted.columns_used())
    stems = {_stem(name) for name in mapping.ignored}
    ignored = tuple(name for name in names - taken if _stem(name) in stems)
    return replace(fitted, ignored=tuple(sorted(ignored)))


def _stem(name: str) -> str:
    found = period_in(name)
    return found.rest if found else name


def _refitted_values(mapping: Mapping, recognition: Recognition) -> tuple[ValueColumn, ...]:
    if mapping.shape == "categories":
        return mapping.values
    by_stem = {_stem(value.column): value for value in mapping.values}
    fitted = []
    for column in recognition.columns:
        value = by_stem.get(column.stem)
        if value is None or (column.kind != "figures" and column.name != value.column):
            continue
        own = _like(value.period, column.period) if value.period else ""
        fitted.append(replace(value, column=column.name, period=own))
    return tuple(fitted)


def _like(earlier: str, code: str) -> str:
    """Return a period as the earlier one was written: a year or month may have stood for its last day."""
    days = [day for day in last_days(code) if len(day) == len(earlier)]
    return days[0] if days else code


def _refitted_period(mapping: Mapping, recognition: Recognition, period: str) -> PeriodSource:
    if mapping.period.kind != "fixed":
        return mapping.period
    if period:
        return PeriodSource("fixed", _period_code(period))
    proposal = recognition.period
    if any(value.period for value in mapping.values) and proposal and proposal.place == "column_names":
        return PeriodSource("fixed", _like(mapping.period.text, proposal.codes[0]))
    if proposal is None or proposal.source.kind != "fixed" or len(proposal.codes) != 1:
        raise delivery_error("question_open", question="period")
    return PeriodSource("fixed", _like(mapping.period.text, proposal.codes[0]))


__all__ = ["Answers", "DeliveryError", "draft_mapping", "open_questions", "proposed_answers", "refit"]
