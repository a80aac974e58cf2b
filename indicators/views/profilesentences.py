# SPDX-License-Identifier: EUPL-1.2
"""What a reader is told when an address names an area or an indicator that is not there."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sozialplanung.common.errors import NotFoundError
from sozialplanung.web.messages import Sentence, register_sentences


def search_label(levels: Iterable[str]) -> str:
    """Name what people look for: where they live, which in a Land is a municipality."""
    return gettext("My municipality") if "gemeinde" in set(levels) else gettext("My neighbourhood")


class AreaNotFoundError(NotFoundError):
    """There is no such area, boundary version or level."""


class IndicatorNotFoundError(NotFoundError):
    """There is no such indicator, or none that is published: the two are told alike."""


register_sentences(
    {
        "areas.unknown": Sentence(
            _("There is no area with the key “%(key)s” in “%(level)s” of the boundary version “%(edition)s”."),
            _("Search for the area by its name on the page “Areas”."),
        ),
        "areas.edition_unknown": Sentence(
            _("There is no such boundary version or level here."),
            _("Open the page “Areas” without parameters and choose there."),
        ),
        "changes.unknown": Sentence(
            _("No such figures are in force here."),
            _("The page “What changed” lists what is, and what was withdrawn."),
        ),
        "changes.withdrawn": Sentence(
            _("These figures were withdrawn on %(at)s."),
            _("The page “What changed” lists what is in force."),
        ),
        "catalogue.indicator_unknown": Sentence(
            _("No indicator with the name “%(name)s” is published here."),
            _("The page “Indicators” lists all that are published."),
        ),
    }
)
