# SPDX-License-Identifier: EUPL-1.2
"""The form of the rule: how many signatures, whose, and whether the house above may sign."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.selectors.approvals import Rule
from sozialplanung.accounts.models import User

LONGEST_REASON = 1000


class RuleForm(forms.Form):
    """Who signs deliveries from now on; `seen` is the rule that the page showed."""

    signatures = forms.ChoiceField(
        label=_("How many signatures"),
        widget=forms.RadioSelect,
        choices=(
            ("1", _("one signature: somebody else than the person who brought the delivery")),
            ("2", _("two signatures by two people: content (department) and confidentiality (statistics)")),
        ),
        error_messages={"required": _("Choose how many signatures are needed.")},
    )
    parent_approves = forms.BooleanField(required=False)
    content_signers = forms.TypedMultipleChoiceField(
        label=_("Who signs for the content"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    confidentiality_signers = forms.TypedMultipleChoiceField(
        label=_("Who signs for confidentiality"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the log, and the second person reads it."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=2000)

    def __init__(self, *args: Any, people: Iterable[User], parent: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django
        """Offer the approvers; without an organisation above there is nobody to let in."""
        super().__init__(*args, **kwargs)
        choices = [(person.pk, person.name) for person in people]
        for name in ("content_signers", "confidentiality_signers"):
            field = self.fields[name]
            if isinstance(field, forms.TypedMultipleChoiceField):
                field.choices = choices
        if parent:
            self.fields["parent_approves"].label = _("Approvers of %(parent)s may sign") % {"parent": parent}
        else:
            del self.fields["parent_approves"]

    def clean(self) -> dict[str, Any]:
        """Refuse two signatures that only one and the same person may give."""
        cleaned = super().clean() or {}
        content, second = cleaned.get("content_signers") or [], cleaned.get("confidentiality_signers") or []
        if cleaned.get("signatures") == "2" and len(content) == 1 and content == second:
            self.add_error("confidentiality_signers", _("Two signatures need two people: name somebody else here."))
        return cleaned

    def rule(self) -> Rule:
        """Return what was entered."""
        said = self.cleaned_data
        needs_both = said["signatures"] == "2"
        return Rule(
            needs_both,
            bool(said.get("parent_approves")),
            frozenset(said["content_signers"]),
            frozenset(said["confidentiality_signers"]) if needs_both else frozenset(),
        )


def seen_text(rule: Rule) -> str:
    """Return a rule as the hidden field repeats it."""
    signers = (sorted(rule.content_signers), sorted(rule.confidentiality_signers))
    return f"{int(rule.needs_confidentiality)}{int(rule.parent_approves)}{signers}"


def initial_of(rule: Rule) -> dict[str, Any]:
    """Return what the form shows of a rule."""
    return {
        "signatures": "2" if rule.needs_confidentiality else "1",
        "parent_approves": rule.parent_approves,
        "content_signers": sorted(rule.content_signers),
        "confidentiality_signers": sorted(rule.confidentiality_signers),
        "seen": seen_text(rule),
    }
