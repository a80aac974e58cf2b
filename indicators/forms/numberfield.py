# SPDX-License-Identifier: EUPL-1.2
"""A field for numbers as people write them: a comma or a point before the decimals, shown in the reader's language."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from indicators.rendering.ownbounds import is_ambiguous
from indicators.rendering.profile_numbers import language_of
from indicators.stats.composite.limits import LARGEST

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,30})?")
_MESSAGES: Final = {
    "invalid": _(
        "Write a number in digits, at most 15 of them before the decimals, which a comma or a point begins: 2 or 0.5. "
        "Nothing stands between the thousands."
    ),
    "grouped": _(
        "“%(text)s” could be a number of thousands or one with decimals. Write it without the separator, or %(other)s."
    ),
}


def read_number(text: str) -> float:
    """Return the number that somebody wrote.

    Raises
    ------
    ValidationError
        ``invalid`` for what is no number, ``grouped`` for what could be one of thousands or one with decimals.
    """
    refuse_ambiguous(text)
    plain = text.strip().replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain):
        raise ValidationError(_MESSAGES["invalid"], code="invalid")
    return float(plain.replace(",", "."))


def refuse_ambiguous(text: str) -> None:
    """Ask about a number that could be one of thousands or one with decimals.

    Raises
    ------
    ValidationError
        ``grouped`` for such a one.
    """
    plain, language = text.strip(), language_of(get_language())
    if is_ambiguous(plain, language):
        own, other = (",", ".") if language == "de" else (".", ",")
        told = {"text": plain, "other": plain.replace(other, own)}
        raise ValidationError(_MESSAGES["grouped"], code="grouped", params=told)


def written_number(value: float) -> str:
    """Write a number for a field, in the reader's language and with every digit, so that nothing is lost when saved."""
    text = format(Decimal(repr(float(value))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if language_of(get_language()) == "de" else text


def typed_bounds(bounds: Iterable[float]) -> str:
    """Write bounds of classes for a field."""
    return "; ".join(map(written_number, bounds))


class NumberField(forms.FloatField):
    """A number within bounds; three hundred digits are none."""

    widget = forms.TextInput

    def __init__(self, *, max_value: float = LARGEST, min_value: float = -LARGEST, **kwargs: Any) -> None:  # noqa: ANN401 - Django's arguments
        """Let telephones offer digits."""
        super().__init__(max_value=max_value, min_value=min_value, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]  # noqa: ANN401 - the stubs inherit whole numbers
        """Read what was sent."""
        return None if value in self.empty_values else read_number(str(value))

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - a number, or what was sent
        """Write a stored number; what somebody typed stays as they typed it."""
        return written_number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
