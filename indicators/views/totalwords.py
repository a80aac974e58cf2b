# SPDX-License-Identifier: EUPL-1.2
"""Why the value of the whole cannot be published, in words: for the pages of approvers."""

from collections.abc import Collection

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import language_of, period_words
from indicators.views.cellwords import cells_in_words
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.periods import parse


def total_words(organisation: Organisation, what: tuple[str, str], decision: str, cells: Collection[str]) -> str:
    """Say why a total is hidden; `what` is the name of the indicator and the code of the period."""
    told = {
        "what": what[0],
        "period": period_words(parse(what[1]), language_of(get_language())),
        "cells": "; ".join(cells_in_words(organisation, cells)),
    }
    return _sentence(decision, has_cells=bool(cells)) % told


def _sentence(decision: str, *, has_cells: bool) -> str:
    if decision == "secondary" and has_cells:
        return _("The total of %(what)s (%(period)s) cannot be published, because it would tell: %(cells)s.")
    return {
        "primary": _("The total of %(what)s (%(period)s) cannot be published, because it tells too much itself."),
        "secondary": _(
            "The total of %(what)s (%(period)s) cannot be published, because it was hidden for others before and did "
            "not change."
        ),
        "kept": _(
            "The total of %(what)s (%(period)s) cannot be published, because its source hides it or it was hidden "
            "before."
        ),
        "inherited": _("The total of %(what)s (%(period)s) cannot be published, because it is made of hidden figures."),
        "measured": _(
            "Nothing of %(what)s (%(period)s) can be published: it is made of hidden figures, or too few areas of "
            "which nothing is hidden are left to measure its scales in. Freeze the scales at a period that is "
            "published."
        ),
    }[decision]
