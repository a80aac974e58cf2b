# SPDX-License-Identifier: EUPL-1.2
"""Forms of the way of a delivery: upload, build of a table, reasons, decisions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from indicators.forms.releasetime import ReleaseTimeField
from indicators.readers.csvfile import SEPARATORS
from indicators.readers.decoding import DECLARABLE
from sozialplanung.web import desks
from sozialplanung.web.desks import LONGEST_TEXT, RevisionForm
from sozialplanung.web.uploads import ManyFilesField


class NewDeliveryForm(forms.Form):
    """Start a delivery."""

    source = forms.ChoiceField(label=_("Source"), help_text=_("Who delivers the figures."))
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("For instance: Population at the end of 2023.")
    )
    uploads = ManyFilesField(label=_("Files"))

    def __init__(self, *args: Any, sources: Iterable[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django
        """Offer the sources of the organisation."""
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Please choose")), *sources]
        limit = {"limit": filesizeformat(settings.DELIVERY_FILE_BYTES), "count": settings.DELIVERY_FILES}
        self.fields["uploads"].help_text = (
            _("CSV, Excel or OpenDocument; at most %(count)s files of %(limit)s.") % limit
        )


class ProfileForm(forms.Form):
    """A mapping as a file."""

    source = forms.ChoiceField(label=_("Source"))
    profile = forms.FileField(label=_("File"), error_messages={"required": _("Choose a file.")})

    def __init__(self, *args: Any, sources: Iterable[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django
        """Offer the sources of the organisation."""
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Please choose")), *sources]


class FilesForm(RevisionForm):
    """Add files, or put a corrected one in the place of another."""

    uploads = ManyFilesField(label=_("Files"))
    place = forms.ChoiceField(label=_("What is uploaded"), required=False)

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the files that a corrected one can replace."""
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*places, ("", _("a further file"))]

    def clean(self) -> dict[str, Any]:
        """Let one file replace one."""
        cleaned = super().clean() or {}
        if cleaned.get("place") and len(cleaned.get("uploads") or []) > 1:
            self.add_error("uploads", _("Exactly one file takes the place of another."))
        return cleaned


class ShapeForm(RevisionForm):
    """How a table is built."""

    is_taken = forms.TypedChoiceField(
        label=_("Take figures from this table"),
        choices=(("1", _("yes")), ("0", _("no"))),
        coerce=lambda text: text == "1",
        initial="1",
    )
    shape = forms.ChoiceField(
        label=_("Build of the table"),
        choices=(
            ("columns", _("one column for each series")),
            ("categories", _("long: columns say in words which series a row belongs to")),
            ("periods", _("one column for each period")),
        ),
    )
    categories = forms.MultipleChoiceField(
        label=_("Columns that say which series a row belongs to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for long tables."),
    )
    header_row = forms.IntegerField(
        label=_("Row of the column names"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("As the spreadsheet counts. Empty: as recognised."),
    )
    header_rows = forms.IntegerField(
        label=_("Number of rows with column names"), required=False, min_value=1, max_value=10, initial=1
    )
    separator = forms.ChoiceField(label=_("Separator"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)

    def __init__(self, *args: Any, header: Sequence[str], is_text: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the columns of the table; a workbook has neither separator nor encoding."""
        super().__init__(*args, **kwargs)
        if not is_text:
            del self.fields["separator"], self.fields["encoding"]
        names = {"\t": "TAB"}
        choices: dict[str, list[tuple[str, Any]]] = {
            "categories": [(name, name) for name in header],
            "separator": [("", _("as recognised")), *((each, names.get(each, each)) for each in SEPARATORS)],
            "encoding": [("", _("as recognised")), *((each, each) for each in DECLARABLE)],
        }
        for name, offered in choices.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                field.choices = offered

    def clean(self) -> dict[str, Any]:
        """Ask a long table for its columns of words."""
        cleaned = super().clean() or {}
        if cleaned.get("shape") == "categories" and not cleaned.get("categories"):
            self.add_error("categories", _("Choose at least one column."))
        return cleaned


class ReasonForm(forms.Form):
    """Why a warning is right as it is."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )
    is_for_all = forms.BooleanField(label=_("for all findings of this kind"), required=False)


class SubmitForm(RevisionForm):
    """Ask for approval."""

    text = forms.CharField(
        label=_("Message to the approver"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    release_at = ReleaseTimeField()
    is_confirmed = forms.BooleanField(
        label=_("I have looked at the preview; these figures are to be released."),
        error_messages={"required": _("Confirm that you have looked at the preview.")},
    )


class TakeBackForm(forms.Form):
    """Ask for a released delivery to be taken back."""

    text = forms.CharField(
        label=_("Why it has to be taken back"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The approver reads it, and it stays in the log."),
        error_messages={"required": _("Write why the figures have to be taken back.")},
    )


class AnswerForm(forms.Form):
    """Answer what an approver asked about a request."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your answer.")},
    )


class DecisionForm(desks.DecisionForm):
    """Approve, ask back or refuse, and say what one answers for."""

    kind = forms.ChoiceField(label=_("What I answer for"), required=False)
    release_at = ReleaseTimeField()

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, Any]], has_held: bool = True, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Offer the signatures that are still wanted; without an audit that held there is nothing to approve."""
        super().__init__(*args, **kwargs)
        decision = self.fields["decision"].widget
        if isinstance(decision, forms.RadioSelect) and not has_held:
            # Whoever sends it all the same is told why by the service.
            decision.choices = [(value, label) for value, label in decision.choices if value != "approve"]
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(kinds)
