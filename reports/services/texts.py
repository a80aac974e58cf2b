# SPDX-License-Identifier: EUPL-1.2
"""What readers are told: sentences for errors, the log of what was done, and its topic."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.audit.presenters import Topic
from sozialplanung.web.messages import Sentence

_OTHER_SHAPE: Final = _(
    "Show the same shape again, one that is clearly larger or smaller, or other key figures. What was published once "
    "counts for good."
)
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
    "reports.too_many_panels": Sentence(
        _("With one for each area it holds %(place)s panels; at most 600 can be handed in."),
        _("Choose a coarser level, name fewer areas, or spread the parts over several reports."),
    ),
    "reports.unpublished": Sentence(
        _("Some panels cannot be shown to these readers as they are."),
        _("The page says at each why; choose something that is published, or another kind of panel."),
    ),
    "reports.unsound": Sentence(
        _("The document would not be readable for everyone."), _("Give every part a heading, and every picture words.")
    ),
    "reports.own_few": Sentence(
        _(
            "Fewer than 100 people live in what the own areas “%(name)s” and “%(other)s” differ in: whoever subtracts "
            "one from the other would be told of a few houses."
        ),
        _OTHER_SHAPE,
    ),
    "reports.own_unknown": Sentence(
        _(
            "How many people live in what the own areas “%(name)s” and “%(other)s” differ in is not known, and no area "
            "lies in it as a whole: it might be a few houses."
        ),
        _OTHER_SHAPE,
    ),
    "reports.own_one": Sentence(
        _(
            "What the own areas “%(name)s” and “%(other)s” differ in holds one area alone that is kept secret: whoever "
            "subtracts one from the other would come close to its figure."
        ),
        _OTHER_SHAPE,
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
    "reports.picture_kind": Sentence(
        _("This file is no picture in PNG, JPEG or WebP."), _("Save the picture as one of these, and choose it again.")
    ),
    "reports.picture_drawing": Sentence(
        _("SVG files can hold programs and are not taken."), _("Save the drawing as PNG, and choose it again.")
    ),
    "reports.picture_moving": Sentence(
        _("This picture moves. Moving pictures cannot be read on paper, nor by everyone."),
        _("Choose a single picture of it."),
    ),
    "reports.picture_pixels": Sentence(
        _("This picture has more than 50 million pixels."), _("Make it smaller: 2,000 pixels across are enough.")
    ),
    "reports.picture_bytes": Sentence(
        _("This file is larger than 15 MB."), _("Make the picture smaller: 2,000 pixels across are enough.")
    ),
    "reports.picture_broken": Sentence(
        _("This picture is broken: its end is missing, or it cannot be read."),
        _("Open it in a program for pictures, save it anew, and choose it again."),
    ),
    "reports.picture_sandbox": Sentence(
        _("This picture could not be read within time and memory."),
        _("Open it in a program for pictures, save it anew as PNG or JPEG, and choose it again."),
    ),
    "reports.picture_many": Sentence(
        _("A hundred pictures were brought along here already."), _("Begin another dashboard or report for more.")
    ),
    "reports.figures_gone": Sentence(
        _("Figures behind it were taken back, or are kept secret now."),
        _("Hand the dashboard in as it is now, or wait for the next draft."),
    ),
    "reports.not_out": Sentence(_("This edition is not out."), _("Look at it again.")),
}
ACTIONS: Final = {
    "reports.publication_begun": _("%(actor)s began the dashboard or report “%(subject)s”."),
    "reports.publication_removed": _("%(actor)s put the dashboard or report “%(subject)s” away."),
    "reports.publication_prepared": _("%(actor)s prepared a draft of “%(subject)s”."),
    "reports.publication_discarded": _("%(actor)s put the prepared draft of “%(subject)s” away."),
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
