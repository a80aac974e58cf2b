# SPDX-License-Identifier: EUPL-1.2
"""The coordinate reference systems that forms offer, in the reader's language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from spatial.geometry.crs import ALLOWED

SYSTEMS: Final[tuple[tuple[str, Promise], ...]] = tuple(
    (name, format_lazy("{} – {}", name, gettext_lazy(words))) for name, words in ALLOWED.items()
)
