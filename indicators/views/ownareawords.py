# SPDX-License-Identifier: EUPL-1.2
"""What pages say of own areas: what one is, what a figure of it is worth, and why there is none."""

from collections.abc import Mapping
from math import isnan, nan
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from indicators.rendering.profile_numbers import Language, is_relative_unit, number, with_unit
from indicators.rendering.workbench import rings
from indicators.rendering.workbench.conditions import Around
from indicators.rendering.workbench.ownshapes import Shape, Union
from indicators.selectors.ownfigures import OwnLine, Silence
from indicators.stats.ownareas import FEWEST_PEOPLE, agreed_side
from indicators.views.selectionwords import refusal_words, rounding_words
from sozialplanung.web.messages import Sentence, register_sentences

_SILENCES: Final[Mapping[Silence, Promise]] = {
    Silence.TOO_FEW: _(
        "An area is cut here, and fewer than %(fewest)s people live in your area: an estimate would seem to tell of a "
        "few houses."
    ),
    Silence.PEOPLE_UNKNOWN: _(
        "All areas are cut here, and how many people live in your area is not known: nothing is estimated then."
    ),
    Silence.COARSE: _(
        "There are figures only of areas that are far larger than yours: what they tell would be the areas around it."
    ),
    Silence.CUT: _(
        "Only the share is known, not the counts behind it, and an area is cut: how the share differs within an area, "
        "nobody knows."
    ),
    Silence.LEAVES_ONE: _(
        "Together with a total that is published, this sum would leave one area alone that is kept secret."
    ),
}


def why_nothing(line: OwnLine, language: Language) -> str:
    """Say why there is no figure; empty where there is one."""
    if line.silence:
        return str(_SILENCES[line.silence]) % {"fewest": FEWEST_PEOPLE}
    return refusal_words(line.line, line.areas, language)


def worth_words(line: OwnLine, language: Language) -> str:
    """Say what a figure is worth: measured, added up, or estimated and how."""
    if line.line.is_audited:
        return gettext("exact: released on its own, after an attack")
    if not line.is_estimate:
        exact = gettext("exact: one area") if line.areas == 1 else gettext("exact: whole areas added up")
        return "; ".join(filter(None, (exact, rounding_words(line.line, language))))
    if line.is_mean:
        return gettext("estimated: mean of the areas by their people, since the counts behind it are not known")
    by = gettext("by the people of smaller areas") if line.is_by_people else gettext("by their ground")
    told = ngettext(
        "estimated: %(cut)s of %(areas)s area is cut, divided %(by)s",
        "estimated: %(cut)s of %(areas)s areas are cut, divided %(by)s",
        line.areas,
    )
    return told % {"cut": line.cut, "areas": line.areas, "by": by}


def span_of(line: OwnLine, language: Language) -> str:
    """Write between which ends the truth lies; empty where nobody can say."""
    if line.span is None:
        return ""
    decimals, unit = line.line.definition.decimals, line.line.definition.unit_of_measure
    low, high = number(line.span[0], decimals, language), with_unit(line.span[1], decimals, unit, language)
    return gettext("from %(low)s to %(high)s") % {"low": low, "high": high}


def beside_words(line: OwnLine, city: str, language: Language) -> tuple[str, Literal["", "lower", "higher"]]:
    """Put the figure of the city beside one of a share; a claim only where all ends lie on one side of it."""
    definition = line.line.definition
    if line.whole is None or not is_relative_unit(definition.unit_of_measure):
        return "", ""
    words = {"city": city, "whole": with_unit(line.whole, definition.decimals, definition.unit_of_measure, language)}
    side = agreed_side(ends_of(line), line.whole)
    if side == "higher":
        return gettext("higher than %(city)s: %(whole)s") % words, side
    if side == "lower":
        return gettext("lower than %(city)s: %(whole)s") % words, side
    return gettext("no claim beside %(city)s: %(whole)s") % words, ""


def value_of(line: OwnLine, language: Language) -> str:
    """Write a figure, with the sign of an estimate; empty where there is none."""
    pooled, definition = line.line.pooled, line.line.definition
    if pooled is None:
        return ""
    told = with_unit(pooled.value, definition.decimals, definition.unit_of_measure, language)
    return f"≈ {told}" if line.is_estimate else told


def ends_of(line: OwnLine) -> tuple[float, ...]:
    """Return all ends between which a figure may lie: those of an estimate or of rounding, and those of chance."""
    pooled = line.line.pooled
    if pooled is None:
        return ()
    if line.is_estimate:
        return line.span or (nan, nan)
    chance = tuple(end for end in (pooled.lower, pooled.upper) if not isnan(end))
    return (*chance, *(line.span or ()))


def shape_words(shape: Shape, language: Language) -> str:
    """Name what an address says."""
    if isinstance(shape, Union):
        told = ngettext("%(count)s area together", "%(count)s areas together", len(shape.keys))
        return told % {"count": len(shape.keys)}
    if isinstance(shape, Around):
        longitude, latitude = (number(degrees, 4, language) for degrees in shape.centre or (0.0, 0.0))
        east = "O" if language == "de" else "E"
        words = {"metres": number(shape.metres, 0, language), "place": f"{latitude}° N, {longitude}° {east}"}
        return gettext("%(metres)s m around %(place)s") % words
    count = len(rings.read(shape.ring) or ())
    return gettext("drawn area with %(count)s corners") % {"count": number(count, 0, language)}


register_sentences(
    {
        "own.no_ground": Sentence(
            _("This shape encloses no ground."), _("Draw an area, or enter a radius of at least one metre.")
        ),
        "own.shape_unknown": Sentence(
            _("The address does not say an area that can be shown."), _("Make it anew on the page “New own area”.")
        ),
        "own.edition_unpublished": Sentence(
            _("Nothing is published on the boundaries “%(name)s”."), _("Choose one of those that are offered.")
        ),
        "kept.too_many": Sentence(
            _("You keep %(most)s own areas here, which is as many as there can be."),
            _("Remove some that you need no more; removed ones go for good after 30 days."),
        ),
    }
)
