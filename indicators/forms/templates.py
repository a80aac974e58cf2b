# SPDX-License-Identifier: EUPL-1.2
"""What a delivery template asks of a supplier."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.readers.periodtexts import period_in
from sozialplanung.common.errors import DomainError
from sozialplanung.common.periods import parse

_LONGEST: Final = 2000


def period_code(text: str) -> str:
    """Return the code of a period as people write it (``31.12.2023``, ``3. Quartal 2023``), or nothing."""
    found = period_in(text)
    if found is not None and not found.rest:
        return found.code
    try:
        return parse(text).code
    except DomainError:
        return ""


class PeriodField(forms.CharField):
    """One period, written as people write it; its value is the code."""

    default_error_messages: ClassVar = {
        "period": _("“%(value)s” is no period. Write for instance 31.12.2023, 2023, 2023-Q3 or 2023-07.")
    }

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's signature
        """Return the code of the period."""
        text = " ".join(str(super().clean(value)).split())
        if not text:
            return ""
        return self._code(text)

    def _code(self, text: str) -> str:
        code = period_code(text)
        if not code:
            raise forms.ValidationError(self.error_messages["period"], code="period", params={"value": text[:40]})
        return code


class PeriodsField(PeriodField):
    """Several periods, one each line; the value is their codes, separated by blanks."""

    widget = forms.Textarea

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's signature
        """Return the codes of the periods, each once."""
        lines = [line.strip() for line in str(forms.CharField.clean(self, value)).splitlines()]
        return " ".join(dict.fromkeys(self._code(line) for line in lines if line))


class TemplateForm(forms.Form):
    """Series, areas, periods and what the supplier has to know."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("Stands in the first line of the table, with the code.")
    )
    series = forms.MultipleChoiceField(
        label=_("Figures to be delivered"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    ground = forms.ChoiceField(label=_("Level and boundary version"))
    periods = PeriodsField(
        label=_("Reporting periods"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One each line, for instance 31.12.2023, 2023, 2023-Q3."),
    )
    form = forms.ChoiceField(
        label=_("Build of the table"),
        choices=(
            ("columns", _("one column for each series and period")),
            ("long", _("one row for each area, period and series")),
        ),
    )
    contact = forms.CharField(
        label=_("Contact for questions"),
        required=False,
        max_length=300,
        help_text=_("Whom the supplier asks: name, telephone, e-mail."),
    )
    note = forms.CharField(
        label=_("Note for the supplier"), required=False, max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's signature
        series: Sequence[tuple[str, str]],
        grounds: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - Django's signature
    ) -> None:
        """Offer what the source delivers, and the areas of the organisation."""
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[str, Any]]] = {
            "series": list(series),
            "ground": [("", _("Please choose")), *grounds],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
