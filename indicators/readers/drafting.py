# SPDX-License-Identifier: EUPL-1.2
"""From proposals and answers to a mapping: only what a person confirmed is in it."""

from collections.abc import Mapping as Dictionary
from dataclasses import replace
from typing import Final, get_args

from indicators.readers.asking import key_value, last_days
from indicators.readers.findings import DeliveryError, delivery_error
from indicators.readers.keys import KeyRule
from indicators.readers.mapping import Mapping, PeriodSource, Role, TotalRule, ValueColumn
from indicators.readers.periodtexts import period_in
from indicators.readers.proposals import ColumnReading, KnownSeries, Question, Recognition, RowReading
from indicators.readers.recognition import place_of
from indicators.readers.saying import (
    CATEGORY,
    FIGURES,
    IGNORED,
    KEY,
    LABEL,
    PERIOD,
    Ground,
    Said,
    as_pattern,
    mapping_of,
)
from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import parse

IGNORE: Final = "ignore"
_IN_TABLE: Final = frozenset({"header", "column"})
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
    if any(question.id == "key_by_name" for question in recognition.questions) and answers["key_by_name"] != "yes":
        raise delivery_error("question_open", question="key_by_name")
    said = said_of(recognition, answers)
    return mapping_of(said, ground_of(recognition), {each.slug for each in series if not each.is_additive})


def _check(question: Question, answers: Answers) -> None:
    if question.id not in answers:
        raise delivery_error("question_open", question=question.id)
    answer = answers[question.id]
    is_offered = answer in {option.value for option in question.options}
    if not is_offered and not (question.is_free and answer):
        raise delivery_error("answer_unknown", question=question.id, answer=answer)


def ground_of(recognition: Recognition) -> Ground:
    """Return what is settled of a table before anybody says what it means.

    Parameters
    ----------
    recognition
        Of the table.

    Returns
    -------
    Ground
    """
    return Ground(
        header=tuple(each.name for each in recognition.columns),
        shape=recognition.shape,
        layout=recognition.layout,
        categories=recognition.categories,
        category_rows=recognition.category_rows,
        column_periods={each.name: each.period for each in recognition.columns if each.period},
    )


def said_of(recognition: Recognition, answers: Answers) -> Said:
    """Return what proposals and answers say of a table; what nobody answered stays open.

    Parameters
    ----------
    recognition
        What was recognised and asked.
    answers
        As for `draft_mapping`.

    Returns
    -------
    Said
    """
    return _Saying(recognition, answers).said()


class _Saying:
    def __init__(self, recognition: Recognition, answers: Answers) -> None:
        self.recognition, self.answers = recognition, answers
        chosen = answers.get("key", "")
        self.key = next((each for each in recognition.keys if key_value(each) == chosen), recognition.key)

    def said(self) -> Said:
        """Put all parts together."""
        recognition, answers = self.recognition, self.answers
        others = [row for row in recognition.rows if f"unknown_row:{row.text}" in answers]
        return Said(
            columns={column.name: self._column(column) for column in recognition.columns},
            rows={row: self._figures(" / ".join(row)) for row in recognition.category_rows},
            constant_key="" if self.key else answers.get("key", ""),
            key_rule=self._key_rule() if self.key else KeyRule(),
            period=self._period(),
            period_form=self._form(),
            column_period=self._column_period(),
            decimal=recognition.decimal or answers.get("decimal", ""),
            dot=answers.get("dot", ""),
            marks={each.mark: text for each in recognition.marks if (text := answers.get(f"mark:{each.mark}"))},
            totals=tuple(rule for row in others if (rule := self._total(row))),
            skip_rows=tuple(as_pattern(row.text) for row in others if self._row(row) == "skip"),
        )

    def _column(self, column: ColumnReading) -> str:
        recognition = self.recognition
        if self.key and column.name == self.key.column:
            return KEY
        if column.name == recognition.label_column:
            return LABEL
        if recognition.period and column.name == recognition.period.source.column:
            return PERIOD
        if recognition.shape == "categories":
            return self._long(column)
        return self._figures(column.stem) if column.kind == "figures" else IGNORED

    def _long(self, column: ColumnReading) -> str:
        if column.name in self.recognition.categories:
            return CATEGORY
        figures = [each.name for each in self.recognition.columns if each.kind == "figures"]
        if column.name not in figures:
            return IGNORED
        chosen = self.answers.get("value_column", column.name if len(figures) == 1 else "")
        return FIGURES if column.name == chosen else IGNORED if chosen else ""

    def _figures(self, stem: str) -> str:
        """Return series and role of a column or kind of row."""
        slug = self.answers.get(f"series:{stem}", "")
        if slug in {"", IGNORE}:
            return IGNORED if slug else ""
        role = self.answers.get(f"role:{stem}", "value")
        if role not in get_args(Role):
            raise delivery_error("answer_unknown", question=f"role:{stem}", answer=role)
        return f"{slug}|{role}"

    def _period(self) -> str:
        proposal, answer = self.recognition.period, self.answers.get("period", "")
        if not answer or (proposal and proposal.place in _IN_TABLE):
            return ""
        if proposal and proposal.place == "column_names":
            return answer.format(proposal.codes[0])
        return _period_code(answer)

    def _form(self) -> str:
        proposal = self.recognition.period
        is_told = proposal is not None and proposal.place in _IN_TABLE
        return self.answers.get("period", "") or "{}" if is_told else "{}"

    def _column_period(self) -> str:
        proposal = self.recognition.period
        is_told = proposal is not None and proposal.place == "column_names"
        answer = self.answers.get("period" if is_told else "column_period", "")
        return "" if answer == IGNORE else answer

    def _key_rule(self) -> KeyRule:
        assert self.key is not None  # noqa: S101 - the caller asked
        confirmed = [
            (repair.delivered, proposal)
            for repair in self.recognition.repairs
            if (proposal := self.answers.get(f"repair:{repair.delivered}"))
        ]
        rule = self.key.rule
        if self.key.form == "name" and self.answers.get("key_by_name") != "yes":
            rule = replace(rule, renames=())
        if self.answers.get("lost_zero") == "no":
            rule = replace(rule, width=0)
        return replace(rule, renames=(*rule.renames, *confirmed))

    def _row(self, row: RowReading) -> str:
        return self.answers[f"unknown_row:{row.text}"]

    def _total(self, row: RowReading) -> TotalRule | None:
        answer = self._row(row)
        if answer == "total":
            return TotalRule(row.text)
        if answer == "parts":
            return TotalRule(row.text, parts=row.parts)
        return TotalRule(row.text, answer.removeprefix("prefix:")) if answer.startswith("prefix:") else None


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


def fits(mapping: Mapping, recognition: Recognition) -> bool:
    """Say whether a table has exactly the columns that a mapping speaks of.

    Parameters
    ----------
    mapping
        Confirmed for the file before.
    recognition
        Of the corrected file.

    Returns
    -------
    bool
    """
    names = {column.name for column in recognition.columns}
    used = set(mapping.columns_used())
    return used <= names <= {*used, *mapping.ignored}


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
