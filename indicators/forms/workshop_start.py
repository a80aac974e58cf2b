# SPDX-License-Identifier: EUPL-1.2
"""The forms by which a recipe is begun: from nothing, or from a preset over an organisation's own indicators."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from indicators.selectors.workshop import Choice
from indicators.services.indexing_workshop.drafting import Chosen
from indicators.stats.composite.presets import Preset
from indicators.stats.composite.rules import SHORTEST_JUSTIFICATION

_LONGEST: Final = 1000
_DEMOGRAPHIC: Final = _("%(name)s (demographic share)")


def grouped(choices: Sequence[Choice], *, empty: str = "") -> list[tuple[str, Any]]:
    """Return indicators as a select shows them, topic by topic."""
    topics: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in choices:
        name = str(_DEMOGRAPHIC % {"name": each.name}) if each.is_demographic else each.name
        topics[each.topic].append((each.slug, name))
    return [*([("", empty)] if empty else []), *topics.items()]


class StartForm(forms.Form):
    """A name, and what the preset needs; its fields hang on the preset."""

    name = forms.CharField(label=_("Name of the recipe"), max_length=200)
    justification = forms.CharField(
        label=_("Why a demographic share counts as a burden"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "A demographic share tells who lives somewhere, not how they fare. Where one is to count as a burden, say "
            "in at least 20 characters why; it stands in the method sheet."
        ),
    )

    def __init__(self, *args: Any, preset: Preset | None, choices: Sequence[Choice], **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Ask for an indicator for each role, or for any number of them."""
        super().__init__(*args, **kwargs)
        self.preset, self.choices = preset, choices
        if preset is None:
            del self.fields["justification"]
            return
        for place, role in enumerate(preset.roles):
            self.fields[f"role_{place}"] = forms.ChoiceField(
                label=now(role), choices=grouped(choices, empty=now("– please choose –"))
            )
        if not preset.roles:
            self.fields["chosen"] = forms.MultipleChoiceField(
                label=_("Indicators"), choices=grouped(choices), widget=forms.CheckboxSelectMultiple
            )
        self.order_fields(["name", "chosen", *(f"role_{place}" for place in range(len(preset.roles))), "justification"])

    @property
    def role_fields(self) -> list[forms.BoundField]:
        """The fields of the roles."""
        return [self[name] for name in self.fields if name.startswith("role_")]

    @property
    def has_choice(self) -> bool:
        """Whether any number of indicators may be chosen."""
        return "chosen" in self.fields

    def clean(self) -> dict[str, Any]:
        """Ask for enough indicators, each once, and for a reason where one is needed."""
        said = super().clean() or {}
        if self.preset is None or self.errors:
            return said
        slugs = self._slugs()
        if len(slugs) < self.preset.fewest:
            self.add_error("chosen", _("Choose at least %(count)s indicators.") % {"count": self.preset.fewest})
        if len(set(slugs)) < len(slugs):
            self.add_error(None, _("The same indicator stands for two roles. Choose another one for one of them."))
        if self._needs_reason(slugs) and len(said.get("justification", "").strip()) < SHORTEST_JUSTIFICATION:
            self.add_error("justification", _("Say why, in at least 20 characters, or choose other indicators."))
        return said

    def _slugs(self) -> list[str]:
        said = self.cleaned_data
        if self.has_choice:
            return list(said.get("chosen", []))
        return [said[name] for name in self.fields if name.startswith("role_")]

    def _needs_reason(self, slugs: Sequence[str]) -> bool:
        demographic = {each.slug for each in self.choices if each.is_demographic}
        return bool(self.preset and self.preset.demographic) or any(slug in demographic for slug in slugs)

    def chosen(self) -> list[Chosen]:
        """Return the indicators in the order of the roles."""
        reason = self.cleaned_data["justification"].strip()
        return [Chosen(slug, reason) for slug in self._slugs()]


class ReviewForm(forms.Form):
    """The decision of the second person."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=(("approve", _("approve: in force as it is shown here")), ("send_back", _("send back"))),
        error_messages={"required": _("Choose a decision.")},
    )
    text = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to send it back."),
    )
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where somebody has to act on it."""
        said = super().clean() or {}
        if said.get("decision") == "send_back" and not said.get("text", "").strip():
            self.add_error("text", _("Write what has to be changed."))
        return said
