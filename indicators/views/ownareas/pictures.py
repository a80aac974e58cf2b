# SPDX-License-Identifier: EUPL-1.2
"""An own area over the areas that it holds, as a picture of documents: a whole file without a style sheet."""

from typing import Final

from django.utils.translation import gettext as _

from indicators.rendering.picture.colours import BAND, INK
from indicators.rendering.picture.sheet import Key
from indicators.rendering.workbench.drawing import coordinate
from indicators.selectors.ownground import LevelParts, names_of
from indicators.selectors.ownprofile import OwnProfile
from indicators.views.workbench.picture import Drawn
from spatial.rendering.ownarea_paths import own_paths

_SIZE: Final = (900.0, 560.0)
# Light, and its outline is dashed: on paper in grey both tell it from a whole one.
_CUT: Final = "#eef0f5"


def own_drawn(profile: OwnProfile, parts: LevelParts, title: str) -> Drawn:
    """Draw an own area with its legend, as a drawing for a sheet."""
    paths = own_paths(profile.shape, parts.shapes, _SIZE)
    names = names_of(parts)
    whole = parts.is_whole.tolist()
    drawn = [
        {"path": path, "is_whole": is_whole, "title": names[place]}
        for path, is_whole, place in zip(paths.areas, whole, parts.places.tolist(), strict=True)
    ]
    keys = [Key(INK, _("the own area"), "")]
    if any(whole):
        keys.append(Key(BAND, _("lies inside as a whole (%(count)s)") % {"count": sum(whole)}))
    if not all(whole):
        count = len(whole) - sum(whole)
        keys.append(Key(_CUT, _("is cut (%(count)s)") % {"count": count}))
    # Templates write numbers as readers do, with a comma: a file needs points.
    bar = {"path": paths.bar.path, "x": coordinate(paths.bar.x), "y": coordinate(paths.bar.y), "words": paths.bar.words}
    return Drawn("own", {"parts": drawn, "own": paths.own, "bar": bar}, paths.view_box, title, tuple(keys), "")
