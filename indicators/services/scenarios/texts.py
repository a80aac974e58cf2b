# SPDX-License-Identifier: EUPL-1.2
"""What somebody is told who builds a scenario."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence

_LOOK = _("Look at the present list of sites.")

SENTENCES: Final = {
    "scenario.no_sites": Sentence(
        _("This layer holds lines or areas: nobody can open or close them."), _("Choose a layer of places.")
    ),
    "scenario.not_carried": Sentence(
        _("This street network does not tell enough for this way to move."),
        _("Choose another way to move, or another network."),
    ),
    "scenario.no_people": Sentence(
        _("Of these persons no figure is released for these areas."), _("Choose one of the figures that are offered.")
    ),
    "scenario.site_unknown": Sentence(_("There is no such site."), _LOOK),
    "scenario.site_closed": Sentence(_("This site is closed in the scenario already."), _LOOK),
    "scenario.incomplete": Sentence(
        _("Something is missing for this change: where, or how many places from 0 on."), _("Complete it.")
    ),
    "scenario.uncounted": Sentence(
        _("This layer does not count what its sites hold: each of them is one."), _("Open or close sites instead.")
    ),
    "scenario.places": Sentence(
        _("A site cannot have so many places: allowed are 0 to 100,000."), _("Correct the number.")
    ),
    "scenario.places_unknown": Sentence(
        _("How many places there are is not known of %(count)s of the sites that are open: %(names)s."),
        _("Say in the scenario how many they have, or look without that bound."),
    ),
    "scenario.too_many": Sentence(
        _("A scenario has room for %(most)s changes."), _("Take changes back, or begin another scenario.")
    ),
    "scenario.nameless": Sentence(_("A site that is opened needs a name."), _("Write one.")),
    "scenario.silent": Sentence(_("A comment says something."), _("Write what you want to say.")),
    "scenario.talked": Sentence(_("A scenario has room for %(most)s comments."), _("Take one of yours away first.")),
    "scenario.no_candidates": Sentence(_("There is no candidate."), _("Choose a layer with places, or write a list.")),
    "scenario.far_away": Sentence(
        _(
            "This place lies more than %(most)s km outside the areas of the scenario: nobody who lives in them would "
            "reach it."
        ),
        _("Check how it is written (latitude comes first), or choose a place in these areas or close to them."),
    ),
    "scenario.far_candidates": Sentence(
        _("These candidates lie more than %(most)s km outside the areas of the scenario: %(names)s."),
        _("Correct their lines (latitude comes first), or take them out of the list."),
    ),
    "scenario.many_candidates": Sentence(
        _("At most %(most)s candidates can be looked at."), _("Choose fewer, or write a list of your own.")
    ),
    "scenario.changed": Sentence(
        _("Somebody changed the scenario meanwhile: another change is the last one."),
        _("Look at the list of changes, then take back what should go."),
    ),
    "scenario.searched_before": Sentence(
        _("The scenario was changed after this search, so that nothing was taken over."), _("Look once more.")
    ),
    "scenario.no_addresses": Sentence(
        _("No address file is in use, so addresses are not found."),
        _("Write latitude and longitude in degrees, or choose the place on the map."),
    ),
    "scenario.address_unknown": Sentence(
        _("This address is not known."), _("Check how it is written, or write latitude and longitude in degrees.")
    ),
    "scenario.address_near": Sentence(
        _("This address is not known. Next to it: %(near)s."),
        _("Write one of these, or latitude and longitude in degrees."),
    ),
}
