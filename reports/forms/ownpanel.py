# SPDX-License-Identifier: EUPL-1.2
"""The form of the panel that shows an own area."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.publications import PanelForm
from reports.rendering.composition import MOST_INDICATORS, OWN, Panel
from reports.rendering.ownshown import own_asked, own_query

_NOBODY: Final = _("No own area is shared with the house yet: share one on its page under “Change, share, remove”.")


class OwnPanelForm(PanelForm):
    """An own area that the house shares, the edition of it, and its key figures."""

    own = forms.ChoiceField(
        label=_("Own area"),
        help_text=_(
            "Own areas that are shared with the house can be shown. Their name and outline are published with the "
            "edition, as they are now: a later change of shape does not alter it."
        ),
        error_messages={"required": _("Choose an own area.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Offer the own areas, and ask for few figures."""
        super().__init__(*args, **kwargs)
        own, choices = self.fields["own"], kwargs["choices"]
        own.choices = choices.own  # type: ignore[attr-defined]  # a choice field
        if not choices.own:
            own.help_text = _NOBODY
        self.fields["indicators"].help_text = _(
            "At most twelve; of each the newest figures are shown, exact or estimated, beside those of the city."
        )
        self.order_fields(["title", "own", "indicators"])

    def clean_indicators(self) -> list[str]:
        """Refuse more figures than a panel holds."""
        chosen: list[str] = self.cleaned_data["indicators"]
        if len(chosen) > MOST_INDICATORS:
            raise forms.ValidationError(_("Choose at most twelve key figures."))
        return chosen

    def _query(self, before: str) -> str:  # noqa: ARG002 - nothing of another address is kept
        """Write which own area is shown, and which edition of it."""
        uuid, _colon, number = self.cleaned_data["own"].partition(":")
        return own_query(uuid, int(number))


def own_said(panel: Panel) -> dict[str, Any]:
    """Return what the form of an own area is filled with beside what all forms are."""
    asked = own_asked(panel.query) if panel.kind == OWN else None
    return {"own": f"{asked[0]}:{asked[1]}"} if asked else {}
