# SPDX-License-Identifier: EUPL-1.2
"""The form that says what the columns of one table mean: nothing is left unsaid, nothing is guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.readers.keys import AS_DELIVERED, KeyRule
from indicators.readers.mapping import Mapping, TotalRule
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
    total_of,
)
from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import parse
from sozialplanung.web.desks import RevisionForm
from sozialplanung.web.messages import sentence_for

_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TEMPLATES: Final = (
    ("{}", _("as it stands there")),
    ("{}-12-31", _("31 December of the year")),
    ("{}-06-30", _("30 June of the year")),
    ("{}-01-01", _("1 January of the year")),
)


_SIGNS: Final = (
    ("", _("Please choose")),
    ("true_zero", _("exactly zero")),
    ("confidential", _("kept secret")),
    ("unknown", _("unknown")),
    ("missing", _("not available")),
    ("not_applicable", _("makes no sense here")),
)
_TOTAL, _SKIP = "total", "skip"


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What the form has to know of a table (`ground`) and its organisation."""

    ground: Ground
    grounds: Sequence[tuple[str, str]]
    series: Sequence[tuple[str, str]]
    additive: frozenset[str]
    key_rule: KeyRule | None = None
    key_examples: tuple[tuple[str, str], ...] = ()
    repairs: tuple[tuple[str, str, int], ...] = ()
    # Signs that a person has to explain: sign, how often, first row.
    marks: tuple[tuple[str, int, int], ...] = ()
    # Where no column holds areas: the areas that a whole table may speak of.
    wholes: tuple[tuple[str, str], ...] = ()
    # Rows that are no area, by row and text, of which nobody knows what they are.
    unknown_rows: tuple[tuple[int, str], ...] = ()
    # What the period could be by the title or the name of the file.
    periods: tuple[str, ...] = ()


class MappingForm(RevisionForm):
    """One field for each column (in a long table: for each kind of row); all have to be answered."""

    ground = forms.ChoiceField(label=_("Level and boundary version"))
    period_text = forms.CharField(
        label=_("Reporting period"),
        required=False,
        max_length=12,
        help_text=_("For instance 31.12.2023, 2023, 2023-Q3. Empty when a column holds it."),
    )
    period_form = forms.ChoiceField(
        label=_("What a year in the table means"), choices=_TEMPLATES, required=False, initial="{}"
    )
    column_period = forms.ChoiceField(
        label=_("Periods in the names of columns"),
        required=False,
        choices=(("", _("are none: the period stands above")), *_TEMPLATES),
        help_text=_("For instance “Inhabitants 2022” beside “Inhabitants 2023”: each column has a period of its own."),
    )
    all_columns = forms.ChoiceField(
        label=_("All columns of periods hold"),
        required=False,
        help_text=_("Columns that you do not choose below follow this."),
    )
    decimal = forms.ChoiceField(
        label=_("Decimal sign"),
        choices=(("", _("Please choose")), ("comma", _("comma: 1.234,5")), ("point", _("point: 1,234.5"))),
    )
    dot = forms.ChoiceField(
        label=_("What a point alone means"),
        required=False,
        choices=(
            ("", _("does not occur")),
            ("unknown", _("unknown")),
            ("confidential", _("kept secret")),
            ("missing", _("not available")),
        ),
    )
    totals = forms.CharField(
        label=_("Keys of total rows"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One each line. They are used as a check, not as areas. “001 = 1”: the total of all keys that begin with "
            "1; “North = 11 + 12”: the total of these areas."
        ),
    )
    skip_rows = forms.CharField(
        label=_("Rows that are not taken over"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Keys that belong to another level, one each line; “00*” stands for all that begin with 00."),
    )

    def __init__(self, *args: Any, facts: TableFacts, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Add a field for each column, and for each kind of row of a long table."""
        super().__init__(*args, **kwargs)
        self.facts = facts
        self.mapping: Mapping | None = None
        ground = self.fields["ground"]
        if isinstance(ground, forms.ChoiceField):
            ground.choices = [("", _("Please choose")), *facts.grounds]
        self._tell_periods()
        self._add_keys()
        self._add_rows_and_signs()
        self._leave_out_what_does_not_occur()
        for number, name in enumerate(facts.ground.header):
            self.fields[f"column_{number}"] = self._column_field(name)
        if facts.ground.shape == "categories":
            for number, row in enumerate(facts.ground.category_rows):
                label = " / ".join(row)
                self.fields[f"category_{number}"] = forms.ChoiceField(label=label, choices=self._figures())

    def _leave_out_what_does_not_occur(self) -> None:
        is_wide = self.facts.ground.shape == "periods"
        if is_wide:
            self.fields["all_columns"].choices = self._figures()  # type: ignore[attr-defined]  # a choice
        else:
            del self.fields["all_columns"]
        if is_wide or not self.facts.ground.column_periods:
            del self.fields["column_period"]

    def _add_rows_and_signs(self) -> None:
        if self.facts.wholes:
            self.fields["constant_key"] = forms.ChoiceField(
                label=_("No column holds areas. All figures are about"),
                required=False,
                choices=[("", _("Please choose")), *self.facts.wholes],
            )
        for number, (mark, count, row) in enumerate(self.facts.marks):
            told = {"mark": mark, "count": count, "row": row}
            asked = (
                _("What “%(mark)s” means (%(count)s times, first in row %(row)s)")
                if count
                else _("What “%(mark)s” means")
            )
            self.fields[f"mark_{number}"] = forms.ChoiceField(label=asked % told, choices=_SIGNS)
        for number, (row, text) in enumerate(self.facts.unknown_rows):
            self.fields[f"row_{number}"] = forms.ChoiceField(
                label=_("“%(text)s” (row %(row)s) is no area. It is") % {"text": text, "row": row},
                required=False,
                choices=(
                    ("", _("not settled: it stays an error")),
                    (_TOTAL, _("the total of all areas")),
                    (_SKIP, _("not taken over")),
                ),
            )

    def _add_keys(self) -> None:
        """Ask how keys that do not fit as they came are meant; nobody is taken for somebody else unasked."""
        if self.facts.key_rule is not None:
            shown = ", ".join(f"„{before}“ → „{after}“" for before, after in self.facts.key_examples)
            self.fields["key_rule"] = forms.ChoiceField(
                label=_("The keys fit when they are rewritten. Is that right?"),
                help_text=shown,
                choices=(("", _("Please choose")), ("1", _("yes")), ("0", _("no, as delivered"))),
            )
        for number, (delivered, proposal, row) in enumerate(self.facts.repairs):
            told = {"delivered": delivered, "proposal": proposal, "row": row}
            asked = _("“%(delivered)s” (row %(row)s) is not known. Is “%(proposal)s” meant?")
            if not row:
                asked = _("“%(delivered)s” stood for “%(proposal)s” before. Does that still hold?")
            self.fields[f"repair_{number}"] = forms.ChoiceField(
                label=asked % told,
                choices=(("", _("Please choose")), ("1", _("yes")), ("0", _("no, leave it open"))),
            )

    @property
    def key_fields(self) -> list[forms.BoundField]:
        """The fields about keys that do not fit as they came."""
        return [self[name] for name in self.fields if name.startswith(("key_rule", "repair_", "constant_key"))]

    @property
    def sign_fields(self) -> list[forms.BoundField]:
        """The fields about signs and rows that a person has to explain."""
        return [self[name] for name in self.fields if name.startswith(("mark_", "row_"))]

    def _key_rule(self, cleaned: dict[str, Any]) -> KeyRule:
        rule = self.facts.key_rule if cleaned.get("key_rule") == "1" and self.facts.key_rule else AS_DELIVERED
        confirmed = tuple(
            (delivered, proposal)
            for number, (delivered, proposal, _row) in enumerate(self.facts.repairs)
            if cleaned.get(f"repair_{number}") == "1"
        )
        return replace(rule, renames=(*rule.renames, *confirmed))

    def _column_field(self, name: str) -> forms.ChoiceField:
        choices: list[tuple[Any, Any]] = [
            ("", _("Please choose")),
            (IGNORED, _("not taken over")),
            (KEY, _("key of the area")),
            (LABEL, _("names rows that have no key")),
            (PERIOD, _("reporting period")),
        ]
        if self.facts.ground.shape == "categories":
            is_category = name in self.facts.ground.categories
            figures = (CATEGORY, _("says which series")) if is_category else (FIGURES, _("holds the figures"))
            return forms.ChoiceField(label=name, choices=[*choices, figures])
        is_wide = self.facts.ground.shape == "periods"
        return forms.ChoiceField(label=name, choices=[*choices, *self._figures()[2:]], required=not is_wide)

    def _figures(self) -> list[tuple[Any, Any]]:
        def group(role: str) -> list[tuple[str, str]]:
            return [(f"{slug}|{role}", name) for slug, name in self.facts.series]

        return [
            ("", _("Please choose")),
            (IGNORED, _("not taken over")),
            (_("Value"), group("value")),
            (_("Numerator"), group("numerator")),
            (_("Denominator"), group("denominator")),
        ]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields of the columns, in their order."""
        return [self[f"column_{number}"] for number in range(len(self.facts.ground.header))]

    @property
    def figure_fields(self) -> list[forms.BoundField]:
        """The fields that may name a series."""
        return self.category_fields if self.facts.ground.shape == "categories" else self.column_fields

    @property
    def category_fields(self) -> list[forms.BoundField]:
        """The fields of the kinds of rows of a long table."""
        return [self[name] for name in self.fields if name.startswith("category_")]

    def _tell_periods(self) -> None:
        """Say beside the field what the file itself names, written as it can be typed."""
        if self.facts.periods:
            named = ", ".join(_ISO_DATE.sub(r"\3.\2.\1", code) for code in self.facts.periods)
            told = _("The file can mean: %(periods)s.") % {"periods": named}
            self.fields["period_text"].help_text = f"{told} {self.fields['period_text'].help_text}"

    def clean_period_text(self) -> str:
        """Take German days, too."""
        text = str(self.cleaned_data["period_text"]).strip()
        day = _GERMAN_DATE.fullmatch(text)
        code = f"{day[3]}-{int(day[2]):02d}-{int(day[1]):02d}" if day else text
        if not code:
            return ""
        try:
            return parse(code).code
        except DomainError as error:
            raise forms.ValidationError(" ".join(sentence_for(error.to_problem()))) from error

    def clean(self) -> dict[str, Any]:
        """Make the mapping; what contradicts itself is told beside its field."""
        cleaned = super().clean() or {}
        columns = self._columns(cleaned)
        keys = list(columns.values()).count(KEY) + bool(cleaned.get("constant_key"))
        if keys != 1 and not self.errors:
            self.add_error(None, _("Say which column holds the key of the area: exactly one."))
        self._check_period(cleaned, columns)
        if not self.errors:
            self._make(cleaned, columns)
        return cleaned

    def _columns(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """Return what was said of each column; in a wide table those left open follow the answer for all."""
        columns = {}
        for number, name in enumerate(self.facts.ground.header):
            said = str(cleaned.get(f"column_{number}", ""))
            if not said and self.facts.ground.shape == "periods" and f"column_{number}" not in self.errors:
                said = cleaned.get("all_columns", "") if name in self.facts.ground.column_periods else ""
                if not said:
                    self.add_error(f"column_{number}", _("Say what this column holds."))
            columns[name] = said
        return columns

    def _check_period(self, cleaned: dict[str, Any], columns: dict[str, str]) -> None:
        held = list(columns.values()).count(PERIOD)
        is_fixed = bool(cleaned.get("period_text"))
        if "period_text" in self.errors or self.facts.ground.shape == "periods":
            return
        if not held and not is_fixed and self._has_own_periods(cleaned, columns):
            return
        if held + is_fixed != 1:
            self.add_error("period_text", _("Name the period here, or say which column holds it: exactly one of both."))

    def _has_own_periods(self, cleaned: dict[str, Any], columns: dict[str, str]) -> bool:
        """Say whether every column of figures has a period of its own."""
        figures = [name for name, said in columns.items() if "|" in said]
        return bool(cleaned.get("column_period")) and all(name in self.facts.ground.column_periods for name in figures)

    def _make(self, cleaned: dict[str, Any], columns: dict[str, str]) -> None:
        rates = {slug for slug, _name in self.facts.series if slug.partition(":")[0] not in self.facts.additive}
        try:
            self.mapping = mapping_of(self._said(cleaned, columns), self.facts.ground, rates)
        except DomainError as error:
            message, way_out = sentence_for(error.to_problem())
            self.add_error(None, f"{message} {way_out}")

    def _said(self, cleaned: dict[str, Any], columns: dict[str, str]) -> Said:
        is_long = self.facts.ground.shape == "categories"
        kinds = enumerate(self.facts.ground.category_rows) if is_long else ()
        return Said(
            columns=columns,
            rows={row: str(cleaned[f"category_{number}"]) for number, row in kinds},
            constant_key=cleaned.get("constant_key", ""),
            key_rule=self._key_rule(cleaned),
            period=cleaned.get("period_text", ""),
            period_form=cleaned.get("period_form") or "{}",
            column_period=cleaned.get("column_period", ""),
            decimal=cleaned["decimal"],
            dot=cleaned["dot"],
            marks={mark: cleaned[f"mark_{number}"] for number, (mark, *_n) in enumerate(self.facts.marks)},
            totals=(*map(total_of, _lines(cleaned["totals"])), *map(TotalRule, self._rows(cleaned, _TOTAL))),
            skip_rows=(*_lines(cleaned["skip_rows"]), *map(as_pattern, self._rows(cleaned, _SKIP))),
        )

    def _rows(self, cleaned: dict[str, Any], word: str) -> list[str]:
        """Return the rows of which this was said, as far as the lines below do not say it already."""
        told = {total_of(line).key for line in _lines(cleaned["totals"])}
        patterns = _lines(cleaned["skip_rows"])
        rows = [
            text for number, (_row, text) in enumerate(self.facts.unknown_rows) if cleaned.get(f"row_{number}") == word
        ]
        return [text for text in rows if text not in told and not any(fnmatchcase(text, each) for each in patterns)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
