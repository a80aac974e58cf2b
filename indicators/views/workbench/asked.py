# SPDX-License-Identifier: EUPL-1.2
"""What an address of the workbench asks for."""

from django.http import HttpRequest

from indicators.rendering.profile_numbers import Language
from indicators.rendering.workbench.reading import Reading, read_state


def asked_by(request: HttpRequest, language: Language) -> Reading:
    """Read an address; of a filter that is named several times every condition counts."""
    return read_state(((name, text) for name, texts in request.GET.lists() for text in texts), language)
