# SPDX-License-Identifier: EUPL-1.2
"""Small components that stand many times on a page; load with `{% load components %}`."""

from functools import lru_cache
from typing import Final

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# Badges and lines of sources, some hundred bytes each.
_MOST_KEPT: Final = 2048


@register.simple_tag
def component(name: str, /, **words: object) -> SafeString:
    """Write a component that sees nothing but what it is given, as `include … only` does; what is the same once.

    It is given texts, numbers and frozen rows of them. All else that it may look up stays the same while a process
    lives: words of the catalogue, addresses of pages without a part that varies, and of files.
    """
    return _written(name, get_language(), **words)


# By type as well: a text that is safe already is written otherwise than the same text from outside.
@lru_cache(maxsize=_MOST_KEPT, typed=True)
def _written(name: str, _language: str | None, /, **words: object) -> SafeString:
    return SafeString(get_template(name).render(words))
