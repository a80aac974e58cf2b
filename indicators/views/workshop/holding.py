# SPDX-License-Identifier: EUPL-1.2
"""Which component keeps a preview from newer figures, in words: said where somebody put it in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.rendering.profile_numbers import Language, period_words
from indicators.selectors.workshop_ground import Ground, NoGround
from indicators.selectors.workshop_stands import Held, Stand
from indicators.stats.composite.recipe import Recipe
from sozialplanung.common.periods import parse


def stand_words(stand: Stand, language: Language) -> str:
    """Return a period and a boundary version as readers write them."""
    return f"{period_words(parse(stand.period), language)} · {stand.edition_name}"


def held_context(ground: Ground, recipe: Recipe, names: Mapping[str, str], language: Language) -> dict[str, Any] | None:
    """Return what keeps a recipe from other figures: the sentence, what to do, and a mark for each component.

    None where nothing does.
    """
    held = ground.held
    if held is None:
        return None
    wanted = stand_words(held.wanted, language)
    return {
        "kind": "warning" if held.is_asked else "info",
        "sentence": _sentence(held, quoted(held.by, names), stand_words(ground.stand, language), wanted),
        "way_out": _way_out(held, recipe, wanted),
        "by": held.by,
        "mark": _("The preview waits for it: nothing is released for %(stand)s.") % {"stand": wanted},
    }


def quoted(slugs: Sequence[str], names: Mapping[str, str]) -> str:
    """Return indicators by their names, each in quotation marks."""
    return ", ".join(_("“%(name)s”") % {"name": names.get(slug, slug)} for slug in slugs)


def _sentence(held: Held, names: str, stand: str, wanted: str) -> str:
    count = len(held.by)
    if held.is_newest and held.is_asked:
        text = ngettext(
            "Preview now for %(stand)s: %(names)s has no newer figure.",
            "Preview now for %(stand)s: %(names)s have no newer figures.",
            count,
        )
    elif held.is_newest:
        text = ngettext(
            "Preview for %(stand)s: %(names)s has no newer figure.",
            "Preview for %(stand)s: %(names)s have no newer figures.",
            count,
        )
    elif held.is_asked:
        text = _("Preview now for %(stand)s: for %(wanted)s nothing is released of %(names)s.")
    else:
        text = _("Preview for %(stand)s: for %(wanted)s nothing is released of %(names)s.")
    return text % {"names": names, "stand": stand, "wanted": wanted}


def _way_out(held: Held, recipe: Recipe, wanted: str) -> str:
    counts_only = set(held.by) - {part.indicator for part in recipe.index.leaves()}
    if counts_only == set(held.by):
        text = _(
            "It counts the inhabitants. Without the minimum under “Classes, exclusions, ties” the preview would be for "
            "%(wanted)s."
        )
    else:
        text = ngettext(
            "Without this component the preview would be for %(wanted)s. Take it out, choose another one, or go on "
            "with these figures until newer ones are released.",
            "Without these components the preview would be for %(wanted)s. Take them out, choose others, or go on "
            "with these figures until newer ones are released.",
            len(held.by),
        )
    return text % {"wanted": wanted}


def without_ground(found: NoGround, names: Mapping[str, str], language: Language) -> dict[str, Any]:
    """Return why a recipe cannot be tried out, which components are in the way, and what to do."""
    if found.missing:
        return {
            "problem": _("At this level nothing is released of: %(names)s.") % {"names": quoted(found.missing, names)},
            "way_out": _("Take these components out, or start at another level."),
        }
    problem = _("There is no period for which all components are released.")
    if found.wanted is None:
        return {
            "problem": problem,
            "way_out": _("Take a component out that is released for other periods than the rest."),
        }
    told = {"names": quoted(found.by, names), "wanted": stand_words(found.wanted, language)}
    way_out = _("All others are released for %(wanted)s: take %(names)s out, or choose something else instead.")
    return {"problem": problem, "way_out": way_out % told}
