# SPDX-License-Identifier: EUPL-1.2
"""What a reader is told when an address of the map names something that is not published."""

from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence, register_sentences

register_sentences(
    {
        "map.indicator_unknown": Sentence(
            _("No indicator with the name “%(name)s” is published here."),
            _("Choose one of these: %(published)s. The page “Indicators” explains them."),
        ),
        "map.ebene_unpublished": Sentence(
            _("For the level “%(name)s” nothing is published for this indicator."),
            _("It is published for these levels: %(published)s."),
        ),
        "map.gebietsstand_unpublished": Sentence(
            _("On the boundaries “%(name)s” nothing is published for this choice."),
            _("It is published on these boundaries: %(published)s."),
        ),
        "map.umgerechnet_unpublished": Sentence(
            _("On the boundaries “%(name)s” this indicator can be shown for no period."),
            _("Take “umgerechnet” out of the address: the figures stand on the boundaries on which they were counted."),
        ),
        "map.stand_unpublished": Sentence(
            _("For the period “%(name)s” nothing is published for this choice."),
            _("It is published for these periods: %(published)s."),
        ),
        "map.stand_withdrawn": Sentence(
            _("The figures for the period “%(name)s” were withdrawn on %(at)s."),
            _("It is published for these periods: %(published)s."),
        ),
        "map.area_unknown": Sentence(
            _("There is no area with the key “%(name)s” among the %(level)s of the boundaries %(edition)s."),
            _("Check the key, or take “gebiet” out of the address and search for the area on the map."),
        ),
    }
)
