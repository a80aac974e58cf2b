# SPDX-License-Identifier: EUPL-1.2
"""What pages share on which people work together: revisions, refusals in forms, answers that nobody keeps."""

from typing import Any, Final

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.errors import DomainError
from sozialplanung.web.messages import sentence_for

LONGEST_TEXT: Final = 2000
MOST_DIGITS: Final = 9
_CONFLICT: Final = 409
_INVALID: Final = 422


class RevisionForm(forms.Form):
    """A form that names the revision it was made on."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:  # noqa: ANN401 - a lazy text, Django's arguments
    """Return a field of a day that may be left empty, as browsers send it or as people write it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    formats = ["%Y-%m-%d", "%d.%m.%Y"]
    return forms.DateField(label=label, required=False, widget=widget, input_formats=formats, **kwargs)


class YesNoForm(forms.Form):
    """Approve or refuse; who refuses says why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=(("approve", _("approve")), ("refuse", _("refuse"))),
        error_messages={"required": _("Choose a decision.")},
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to refuse."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a comment where the other person has to learn why."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "refuse" and not cleaned.get("comment"):
            self.add_error("comment", _("Write why you refuse."))
        return cleaned


class DecisionForm(forms.Form):
    """Approve, ask back or refuse."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=(("approve", _("approve")), ("ask_back", _("ask back")), ("refuse", _("refuse"))),
        error_messages={"required": _("Choose a decision.")},
    )
    text = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to ask back and to refuse."),
    )
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self) -> dict[str, Any]:
        """Ask for a comment where somebody else has to act on it."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") in {"ask_back", "refuse"} and not cleaned.get("text"):
            self.add_error("text", _("Write what has to be clarified, or why you refuse."))
        return cleaned


def told(form: forms.Form, error: DomainError) -> None:
    """Write into a form what a service refused, so that nothing typed is lost."""
    message, way_out = sentence_for(error.to_problem())
    form.add_error(None, f"{message} {way_out}".strip())
    form.is_stale = error.status == _CONFLICT  # type: ignore[attr-defined]  # read by status_of()


def status_of(form: forms.Form | None) -> int:
    """Return the status of a page with this form: one with errors says so."""
    if form is None or not (form.is_bound and form.errors):
        return 200
    return _CONFLICT if getattr(form, "is_stale", False) else _INVALID


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Let nobody keep an answer that somebody had to sign in for."""
    patch_cache_control(response, private=True, no_store=True)
    return response


def revision_of(request: HttpRequest) -> int:
    """Return the revision that a button was pressed on; one that is none fits no delivery."""
    found = small_number(request.POST.get("revision", ""))
    return -1 if found is None else found


def small_number(text: str) -> int | None:
    """Return a number that was sent in plain digits; None for anything else, longer ones included."""
    # Python refuses to read some thousands of digits; PostgreSQL takes nine for certain.
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= MOST_DIGITS else None
