# SPDX-License-Identifier: EUPL-1.2
"""What readers are told: sentences for errors, the log of what was done, and its topic."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.audit.presenters import Topic
from sozialplanung.web.messages import Sentence

SENTENCES: Final = {
    "reports.untitled": Sentence(_("It needs a title."), _("Write one.")),
    "reports.changed": Sentence(
        _("Somebody changed it meanwhile, or you in another tab."), _("Look at it as it is now, and do it again.")
    ),
    "reports.composition": Sentence(
        _("There is no room for this at %(place)s."), _("Shorten it, or spread it over two dashboards.")
    ),
    "reports.readers_fixed": Sentence(
        _("Editions of it are there: for whom it is stays."), _("Begin another one for other readers.")
    ),
    "reports.nothing_to_undo": Sentence(_("There is nothing to undo.")),
    "reports.waits": Sentence(
        _("An edition of it waits for approval already."), _("Wait for the decision, or have it sent back.")
    ),
    "reports.being_handed_in": Sentence(
        _("It is being handed in at this moment."), _("Wait until the edition is there; its page leads to it.")
    ),
    "reports.empty": Sentence(
        _("Some parts say nothing yet."), _("Fill them, or take them out; they are named on the page.")
    ),
    "reports.unpublished": Sentence(
        _("Some panels have nothing to show for these readers."),
        _("The page says at each why; choose something that is published."),
    ),
    "reports.unsound": Sentence(
        _("The document would not be readable for everyone."), _("Give every part a heading, and every picture words.")
    ),
    "reports.decided": Sentence(_("It was decided already."), _("Look at it again.")),
    "reports.other_content": Sentence(
        _("What you looked at is not what waits now."), _("Look at it again, and decide then.")
    ),
    "reports.own_edition": Sentence(
        _("Another person publishes it: neither who wrote at it, nor who has no right to publish."),
        _("Ask somebody else who publishes here."),
    ),
    "reports.unexplained": Sentence(_("It was not said why."), _("Write a sentence; the others read it.")),
    "reports.not_out": Sentence(_("This edition is not out."), _("Look at it again.")),
}
ACTIONS: Final = {
    "reports.publication_begun": _("%(actor)s began the dashboard or report “%(subject)s”."),
    "reports.publication_removed": _("%(actor)s put the dashboard or report “%(subject)s” away."),
    "reports.edition_submitted": _("%(actor)s handed in the edition “%(subject)s”."),
    "reports.edition_published": _("%(actor)s published the edition “%(subject)s”."),
    "reports.edition_returned": _("%(actor)s sent the edition “%(subject)s” back."),
    "reports.edition_withdrawn": _("%(actor)s took the edition “%(subject)s” back."),
}
TOPICS: Final = (
    Topic(
        "berichte",
        _("Dashboards and reports"),
        ("reports.publication_", "reports.edition_"),
        # Who answers for what was published is told for as long as it is there.
        months=0,
    ),
)
