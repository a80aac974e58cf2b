# SPDX-License-Identifier: EUPL-1.2
"""What a reader is told when an address of groups of areas names something that is not published."""

from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence, register_sentences

register_sentences(
    {
        "groups.ebene_unpublished": Sentence(
            _("For the level “%(name)s” nothing is published here."),
            _("Something is published for these levels: %(published)s."),
        ),
        "groups.gebietsstand_unpublished": Sentence(
            _("On the boundaries “%(name)s” nothing is published for this level."),
            _("Something is published on these boundaries: %(published)s."),
        ),
        "groups.stand_unpublished": Sentence(
            _("For the period “%(name)s” nothing is published for these areas."),
            _("Something is published for these periods: %(published)s."),
        ),
        "groups.nothing_to_send": Sentence(
            _("There is nothing to download: %(text)s"),
            _("Go back to the page and change the choice."),
        ),
    }
)
