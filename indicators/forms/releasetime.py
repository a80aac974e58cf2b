# SPDX-License-Identifier: EUPL-1.2
"""From when figures are to be released, as a clock in Germany shows it."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.errors import InvalidInputError
from sozialplanung.common.instants import instant_of
from sozialplanung.web.messages import sentence_for

SHOWN: Final = "%Y-%m-%dT%H:%M"
# A browser without a control for times sends what was typed.
_FORMATS: Final = (SHOWN, f"{SHOWN}:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M")
_LATEST_DAYS: Final = 366
_UNREADABLE: Final = _("Write day and time like 31.12.2026 08:00.")


class ReleaseTimeField(forms.Field):
    """A time in the coming year, or none; its value is an instant."""

    def __init__(self) -> None:
        """Show one control for day and time."""
        super().__init__(
            label=_("Publish from"),
            required=False,
            widget=forms.DateTimeInput(format=SHOWN, attrs={"type": "datetime-local"}),
            help_text=_(
                "German time. Until then nobody outside sees the figures, and nothing is computed from them. "
                "Empty: as soon as they are approved."
            ),
        )

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Show an instant as the clock shows it."""
        return timezone.localtime(value).replace(tzinfo=None) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:  # noqa: ANN401 - Django's signature
        """Read day and time; one that the clocks skip or show twice is refused with a sentence."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return instant_of(_read(text), ZoneInfo(settings.TIME_ZONE))
        except OverflowError as error:
            # The first hours of the year 1 have no instant in Greenwich's calendar.
            raise forms.ValidationError(_UNREADABLE) from error
        except InvalidInputError as error:
            raise forms.ValidationError(" ".join(sentence_for(error.to_problem()))) from error

    def validate(self, value: Any) -> None:  # noqa: ANN401 - Django's signature
        """Refuse the past, and what is so far off that it is a slip."""
        super().validate(value)
        if value is None:
            return
        ahead = value - timezone.now()
        if ahead.total_seconds() <= 0:
            raise forms.ValidationError(_("This time has passed. Choose a later one, or leave the field empty."))
        if ahead.days >= _LATEST_DAYS:
            raise forms.ValidationError(_("This time lies more than a year ahead. Choose an earlier one."))


def _read(text: str) -> datetime:
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added by instant_of
        except ValueError:
            continue
    raise forms.ValidationError(_UNREADABLE)
