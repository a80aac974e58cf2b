# SPDX-License-Identifier: EUPL-1.2
"""What people are told who register map services: refusals and acts, in the reader's language."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence

SENTENCES: Final = {
    "spatial.map_slug_taken": Sentence(
        _("The short name “%(slug)s” stands for another map service."), _("Choose another one.")
    ),
    "spatial.map_no_ground": Sentence(
        _("There are no areas yet over which a map service could be shown."), _("Import the boundaries first.")
    ),
    "spatial.map_stale": Sentence(
        _("The map service was changed in the meantime."),
        _("Load the page, look at the present state and enter your change again."),
    ),
    "spatial.map_still_shown": Sentence(
        _("Readers are offered this map service."), _("Take it off maps first, then remove it.")
    ),
}

ACTIONS: Final = {
    "spatial.map_registered": _("%(actor)s registered the map service “%(subject)s”."),
    "spatial.map_changed": _("%(actor)s changed what is said about the map service “%(subject)s”."),
    "spatial.map_offered": _("%(actor)s offered the map service “%(subject)s” on maps."),
    "spatial.map_taken_off": _("%(actor)s took the map service “%(subject)s” off maps."),
    "spatial.map_removed": _("%(actor)s removed the map service “%(subject)s”."),
}
