# SPDX-License-Identifier: EUPL-1.2
"""Why an area lies in another class, in words: by its components, by the others, by a bound, or by being left out."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from indicators.rendering.workshop_movers import Mover


def why_words(mover: Mover, causes: str, reason: Callable[[str], str], *, is_divided: bool) -> str:
    """Say what moves an area into another class.

    `causes` are its components as they are written, `reason` puts into words why an area is not rated. With
    `is_divided` false the index cannot be divided among its components.
    """
    if mover.why == "unrated":
        return _unrated(mover, reason)
    own = causes or _no_single_cause(is_divided=is_divided)
    if mover.why == "own":
        return own
    return f"{causes}. {_apart(mover)}" if causes else _apart(mover)


def _unrated(mover: Mover, reason: Callable[[str], str]) -> str:
    template = _("Not rated before: %(reason)s.") if mover.ranks[0] is None else _("Not rated now: %(reason)s.")
    return template % {"reason": reason(mover.reason)}


def _no_single_cause(*, is_divided: bool) -> str:
    if is_divided:
        return _("Many components, each by less than 0.01.")
    return _("Cannot be divided among the components: there are too many for this aggregation.")


def _apart(mover: Mover) -> str:
    """Say what moves an area that does not move that way itself."""
    if mover.why == "others":
        return _("Follows because other areas change class: classes keep their size.")
    if mover.why == "bound":
        return _("Its index passes a fixed bound, though among the others it hardly moves that way.")
    return _("The two recipes make their classes in different ways.")
