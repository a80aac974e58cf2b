# SPDX-License-Identifier: EUPL-1.2
"""The form that says what the columns of one table mean: nothing is left unsaid, nothing is guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.readers.csvfile import Layout
from indicators.readers.keys import AS_DELIVERED, KeyRule
from indicators.readers.mapping import CategorySeries, Mapping, PeriodSource, TotalRule, ValueColumn
from indicators.readers.marks import MarkRules
from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import parse
from sozialplanung.web.desks import RevisionForm
from sozialplanung.web.messages import sentence_for

IGNORED: Final = "-"
KEY: Final = "key"
PERIOD: Final = "period"
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_TEMPLATES: Final = (
    ("{}", _("as it stands there")),
    ("{}-12-31", _("31 December of the year")),
    ("{}-06-30", _("30 June of the year")),
    ("{}-01-01", _("1 January of the year")),
)


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What the form has to know of a table and its organisation."""

    header: tuple[str, ...]
    shape: str
    categories: tuple[str, ...]
    category_rows: tuple[tuple[str, ...], ...]
    layout: Layout
    grounds: Sequence[tuple[str, str]]
    series: Sequence[tuple[str, str]]
    additive: frozenset[str]
    key_rule: KeyRule | None = None
    key_examples: tuple[tuple[str, str], ...] = ()
    repairs: tuple[tuple[str, str, int], ...] = ()


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
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "One each line. They are used as a check, not as areas. “001 = 1”: the total of all keys that begin with 1."
        ),
    )
    skip_rows = forms.CharField(
        label=_("Rows that are not taken over"),
        required=False,
        max_length=2000,
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
        self._add_keys()
        for number, name in enumerate(facts.header):
            self.fields[f"column_{number}"] = self._column_field(name)
        if facts.shape == "categories":
            for number, row in enumerate(facts.category_rows):
                label = " / ".join(row)
                self.fields[f"category_{number}"] = forms.ChoiceField(label=label, choices=self._figures())

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
            self.fields[f"repair_{number}"] = forms.ChoiceField(
                label=_("“%(delivered)s” (row %(row)s) is not known. Is “%(proposal)s” meant?") % told,
                choices=(("", _("Please choose")), ("1", _("yes")), ("0", _("no, leave it open"))),
            )

    @property
    def key_fields(self) -> list[forms.BoundField]:
        """The fields about keys that do not fit as they came."""
        return [self[name] for name in self.fields if name == "key_rule" or name.startswith("repair_")]

    def _key_rule(self, cleaned: dict[str, Any]) -> KeyRule:
        rule = self.facts.key_rule if cleaned.get("key_rule") == "1" and self.facts.key_rule else AS_DELIVERED
        confirmed = tuple(
            (delivered, proposal)
            for number, (delivered, proposal, _row) in enumerate(self.facts.repairs)
            if cleaned.get(f"repair_{number}") == "1"
        )
        return replace(rule, renames=(*rule.renames, *confirmed))

    def _column_field(self, name: str) -> forms.ChoiceField:
        here: list[tuple[str, Any]] = [(KEY, _("key of the area")), (PERIOD, _("reporting period"))]
        choices: list[tuple[Any, Any]] = [("", _("Please choose")), (IGNORED, _("not taken over")), *here]
        if self.facts.shape == "categories":
            is_category = name in self.facts.categories
            figures = ("category", _("says which series")) if is_category else ("figures", _("holds the figures"))
            return forms.ChoiceField(label=name, choices=[*choices, figures])
        return forms.ChoiceField(label=name, choices=[*choices, *self._figures()[2:]])

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
        return [self[f"column_{number}"] for number in range(len(self.facts.header))]

    @property
    def category_fields(self) -> list[forms.BoundField]:
        """The fields of the kinds of rows of a long table."""
        return [self[name] for name in self.fields if name.startswith("category_")]

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
        columns = {name: cleaned.get(f"column_{number}", "") for number, name in enumerate(self.facts.header)}
        for role, problem in ((KEY, _("Say which column holds the key of the area: exactly one.")),):
            if list(columns.values()).count(role) != 1 and not self.errors:
                self.add_error(None, problem)
        self._check_period(cleaned, columns)
        if not self.errors:
            self._make(cleaned, columns)
        return cleaned

    def _check_period(self, cleaned: dict[str, Any], columns: dict[str, str]) -> None:
        held = list(columns.values()).count(PERIOD)
        is_fixed = bool(cleaned.get("period_text"))
        if "period_text" in self.errors or self.facts.shape == "periods":
            return
        if held + is_fixed != 1:
            self.add_error("period_text", _("Name the period here, or say which column holds it: exactly one of both."))

    def _make(self, cleaned: dict[str, Any], columns: dict[str, str]) -> None:
        try:
            self.mapping = self._mapping(cleaned, columns)
        except DomainError as error:
            message, way_out = sentence_for(error.to_problem())
            self.add_error(None, f"{message} {way_out}")

    def _mapping(self, cleaned: dict[str, Any], columns: dict[str, str]) -> Mapping:
        named = [name for name, said in columns.items() if said not in {IGNORED, KEY, PERIOD, "category"}]
        is_long = self.facts.shape == "categories"
        rows = self._category_rows(cleaned) if is_long else {}
        first = next(iter(rows.values()), (self.facts.series[0][0] if self.facts.series else "", "value"))
        values = [ValueColumn(name, first[0]) for name in named] if is_long else self._values(named, columns)
        return Mapping(
            shape=self.facts.shape,  # type: ignore[arg-type]  # checked by Mapping
            period=self._period(cleaned, columns),
            values=tuple(values),
            key_column=next(name for name, said in columns.items() if said == KEY),
            key_rule=self._key_rule(cleaned),
            categories=self.facts.categories if is_long else (),
            series_of=tuple(
                CategorySeries(row, series, role, self._adds_up(series, role))  # type: ignore[arg-type]
                for row, (series, role) in rows.items()
            ),
            decimal=cleaned["decimal"],
            marks=MarkRules(dot=cleaned["dot"] or None),
            totals=tuple(_total(line) for line in _lines(cleaned["totals"])),
            skip_rows=tuple(_lines(cleaned["skip_rows"])),
            ignored=tuple(name for name, said in columns.items() if said == IGNORED),
            ignored_categories=tuple(row for row in self.facts.category_rows if row not in rows) if is_long else (),
            layout=self.facts.layout,
        )

    def _values(self, named: list[str], columns: dict[str, str]) -> list[ValueColumn]:
        found = []
        for name in named:
            series, _, role = columns[name].partition("|")
            found.append(ValueColumn(name, series, role, self._adds_up(series, role)))  # type: ignore[arg-type]
        return found

    def _category_rows(self, cleaned: dict[str, Any]) -> dict[tuple[str, ...], tuple[str, str]]:
        found = {}
        for number, row in enumerate(self.facts.category_rows):
            said = str(cleaned[f"category_{number}"])
            if said != IGNORED:
                series, _, role = said.partition("|")
                found[row] = (series, role)
        return found

    def _period(self, cleaned: dict[str, Any], columns: dict[str, str]) -> PeriodSource:
        template = cleaned.get("period_form") or "{}"
        if self.facts.shape == "periods":
            return PeriodSource("header", template)
        if cleaned["period_text"]:
            return PeriodSource("fixed", cleaned["period_text"])
        column = next(name for name, said in columns.items() if said == PERIOD)
        return PeriodSource("column", template, column)

    def _adds_up(self, series: str, role: str) -> bool:
        return role != "value" or series.partition(":")[0] in self.facts.additive


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _total(line: str) -> TotalRule:
    key, _, prefix = line.partition("=")
    return TotalRule(key.strip(), prefix.strip())
