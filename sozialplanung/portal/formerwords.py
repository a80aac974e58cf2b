# SPDX-License-Identifier: EUPL-1.2
"""What became of an area of earlier boundaries, in a sentence."""

from django.utils.translation import gettext as _

from spatial.selectors.former import Became
from spatial.selectors.rows import SearchHit

# More successors than these are not read.
MOST_NAMED = 4


def became_words(hit: SearchHit, became: Became) -> str:
    """Say under which name an area goes on, or into which others it went."""
    words = {"year": became.since, "names": _listed([place.unit.name for place in became.places])}
    if not became.is_same and [place.unit.name for place in became.places] == [hit.name]:
        return _("has had other boundaries since %(year)s") % words
    if not became.is_same:
        return _("became part of %(names)s in %(year)s") % words if became.places else _("gone since %(year)s") % words
    (place,) = became.places
    if place.unit.name == hit.name:
        return _("has had the key %(key)s since %(year)s") % {**words, "key": place.unit.key}
    return _("has been called %(names)s since %(year)s") % words


def _listed(names: list[str]) -> str:
    told, rest = names[:MOST_NAMED], len(names) - MOST_NAMED
    if rest > 0:
        return ", ".join(told) + " " + _("and %(count)s more") % {"count": rest}
    if len(told) < 2:  # noqa: PLR2004 - one name needs no "and"
        return "".join(told)
    return _("%(names)s and %(last)s") % {"names": ", ".join(told[:-1]), "last": told[-1]}
