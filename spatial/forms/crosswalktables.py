# SPDX-License-Identifier: EUPL-1.2
"""Forms of the way of a published crosswalk table: its file, its columns and origin, the reason of a withdrawal."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sozialplanung.web.desks import LONGEST_TEXT, day_field
from sozialplanung.web.uploads import ManyFilesField
from spatial.forms.changesets import LICENCES
from spatial.models import TableWeight
from spatial.readers.crosswalktables import TableColumns
from spatial.services.tables.bringing import TableFacts

_PLEASE: Final = ("", _("Please choose"))
_FACTS: Final = ("title", "publisher", "licence", "attribution", "counted_on", "note")


class TableFileForm(forms.Form):
    """The file of a table."""

    upload = ManyFilesField(
        label=_("File"),
        most=1,
        help_text=_("XLSX, XLS, ODS or CSV; a row for each pair: key of the older, key of the newer area, weight."),
    )


class TableFactsForm(forms.Form):
    """What the columns of a table mean, and where it comes from."""

    older = forms.ChoiceField(label=_("Column of the key of the older area"))
    newer = forms.ChoiceField(label=_("Column of the key of the newer area"))
    weight = forms.ChoiceField(label=_("Column of the weight"))
    kind = forms.ChoiceField(label=_("What the weight is"), choices=[_PLEASE, *TableWeight.choices])
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("As readers see it, for instance: Crosswalk 2019 to 2021.")
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=300)
    licence = forms.ChoiceField(label=_("Licence"), choices=[_PLEASE, *LICENCES])
    attribution = forms.CharField(label=_("Attribution"), max_length=500)
    counted_on = day_field(
        _("Day of the weights"), help_text=_("Of which day the people or addresses are that the table was made of.")
    )
    note = forms.CharField(
        label=_("Remark"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, columns: Sequence[str], is_look: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the columns of the file; who only looks says nothing of the origin yet."""
        super().__init__(*args, **kwargs)
        self.fields["counted_on"].required = True
        for name, field in self.fields.items():
            field.required = field.required and not (is_look and name in _FACTS)
        for name in ("older", "newer", "weight"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [_PLEASE, *((each, each) for each in columns)]

    def clean(self) -> dict[str, Any]:
        """Let no column mean two things."""
        cleaned = super().clean() or {}
        names = [cleaned.get(name) for name in ("older", "newer", "weight")]
        for place, name in enumerate(("newer", "weight"), start=1):
            if names[place] and names[place] in names[:place]:
                self.add_error(name, _("This column means something else already. Choose another one."))
        return cleaned

    @property
    def columns(self) -> TableColumns:
        """What the columns mean."""
        return TableColumns(*(self.cleaned_data.get(name, "") for name in ("older", "newer", "weight", "kind")))

    @property
    def facts(self) -> TableFacts:
        """What is said of the table."""
        return TableFacts(**{name: self.cleaned_data[name] for name in _FACTS})


class WithdrawalForm(forms.Form):
    """Why a table is not in force any more."""

    reason = forms.CharField(
        label=_("Why the table is withdrawn"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
