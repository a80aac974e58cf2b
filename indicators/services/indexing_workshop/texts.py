# SPDX-License-Identifier: EUPL-1.2
"""What somebody who builds an index is told for each code, and how acts in the workshop read in the log."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence

_CORRECT: Final = _("Correct it in the recipe.")
_COPY: Final = _("Start again from a preset or from a recipe in force.")

SENTENCES: Final = {
    "workshop.stale": Sentence(
        _("The recipe was changed in the meantime, perhaps in another window or by somebody else."),
        _("Look at the present state, then enter your change again."),
    ),
    "workshop.closed": Sentence(
        _("The recipe cannot be changed or decided at present: %(state)s."),
        _("Look at the present state."),
    ),
    "workshop.four_eyes": Sentence(
        _("A recipe is signed by somebody who did not write at it."),
        _("Ask a colleague with the role of approver."),
    ),
    "workshop.level_unknown": Sentence(_("There is no level “%(level)s” here."), _("Choose another level.")),
    "workshop.text_missing": Sentence(_("Is still missing.")),
    "workshop.first_day_missing": Sentence(
        _("It is not said from which day on the recipe holds."), _("Please name the day.")
    ),
    "workshop.first_day_early": Sentence(
        _("The version in force holds from %(day)s on; the next one begins later."), _("Name a later day.")
    ),
    "workshop.inhabitants_missing": Sentence(
        _("It is not said which indicator counts the inhabitants of the minimum."),
        _("Choose it, or take the minimum out."),
    ),
    "workshop.component_unknown": Sentence(
        _("The indicator “%(indicator)s” does not exist here."), _("Take it out, or choose another one.")
    ),
    "workshop.frozen_stand": Sentence(
        _("Of the base period %(stand)s not all components are released at this level."),
        _("Choose another base period, or let the scales be measured anew in every period."),
    ),
    "workshop.frozen_index": Sentence(
        _("This index is comparable over time: its scales are frozen. A new version would break its course."),
        _("Begin a new index with a name of its own, from a preset or from nothing."),
    ),
    "recipe.frozen_ranks": Sentence(
        _(
            "Ranks, pulled-in values, computed weights and classes of equally many areas are found anew in every "
            "period."
        ),
        _("Choose z-scores, given weights and cuts at fixed values, or do not freeze the scales."),
    ),
    "recipe.frozen_scales": Sentence(_("The frozen scales do not fit the recipe."), _CORRECT),
    "recipe.frozen_at": Sentence(_("It is not said at which period the scales are frozen."), _CORRECT),
    "recipe.frozen_base": Sentence(
        _("Of the base period no index can be made."), _("Choose another base period, or correct the recipe.")
    ),
    "workshop.reason_missing": Sentence(
        _("“%(indicator)s” was marked as telling who lives somewhere since it was put in."),
        _("Say in at least 20 characters why it counts as a burden here, or take it out."),
    ),
    "workshop.nothing_chosen": Sentence(_("No indicator was chosen."), _("Choose one from the list, then add it.")),
    "recipe.format": Sentence(_("The recipe cannot be read."), _COPY),
    "recipe.type": Sentence(_("A field of the recipe holds something that it cannot hold."), _CORRECT),
    "recipe.size": Sentence(
        _("A number of the recipe is larger than 1,000,000,000,000 (twelve zeros): that must be a slip."), _CORRECT
    ),
    "recipe.components": Sentence(
        _("The preset needs another number of components."), _("Choose an indicator for each role.")
    ),
    "recipe.no_components": Sentence(
        _("An index, and every group in it, needs at least one component."), _("Add indicators from the catalogue.")
    ),
    "recipe.component_twice": Sentence(_("The same indicator stands in the recipe twice."), _("Take it out once.")),
    "recipe.domain_twice": Sentence(_("Two groups have the same name."), _("Give one of them another name.")),
    "recipe.justification": Sentence(
        _("A demographic share counts as a burden only with a written justification."),
        _("Say in at least 20 characters why who lives somewhere stands for need here, or take it out."),
    ),
    "recipe.weight": Sentence(
        _("Weights are numbers from 0 up, and not all of them are 0."), _("Give at least one component a weight.")
    ),
    "recipe.weight_unused": Sentence(
        _("Weights are found by computing, so none can be given beside that."),
        _("Set the weights to 1, or choose given weights."),
    ),
    "recipe.weighting": Sentence(
        _("Weights that are computed need two components, those of a factor three."),
        _("Add components, or choose given weights."),
    ),
    "recipe.median_weights": Sentence(
        _("A median knows no weights."), _("Set all weights to 1, or choose another way of putting together.")
    ),
    "recipe.pca_score": Sentence(_("The score of a principal component is a sum."), _("Choose the sum.")),
    "recipe.needed": Sentence(
        _("The share of components that must be there does not fit."),
        _("Name more than 0 and at most 100 %; computed weights need 100 %."),
    ),
    "recipe.divisor": Sentence(
        _("A mean needs its divisor, a number above 0; a sum and a median have none."), _CORRECT
    ),
    "recipe.combine": Sentence(_("This way of putting components together is not known."), _CORRECT),
    "recipe.penalty": Sentence(
        _("The Mazziotta-Pareto index needs to know whether imbalance raises or lowers it."), _CORRECT
    ),
    "recipe.cuts": Sentence(_("The cuts between the classes are numbers that rise."), _CORRECT),
    "recipe.classes": Sentence(
        _("Every class has a name of its own, and there are as many as cuts or quantiles make."), _CORRECT
    ),
    "recipe.quantiles": Sentence(_("There are 2 to 100 classes of equally many areas."), _CORRECT),
    "recipe.minimum_inhabitants": Sentence(_("The fewest inhabitants are a number above 0."), _CORRECT),
    "recipe.reference_set": Sentence(
        _("A reference set is at least two areas, each named once, or areas with a number of inhabitants above 0."),
        _CORRECT,
    ),
    "recipe.reference_excluded": Sentence(
        _("An area that is not rated stands in the reference set."), _("Take it out of one of the two.")
    ),
    "recipe.exclusion_twice": Sentence(_("An area is left out twice."), _("Take one of the lines out.")),
    "recipe.exclusion_reason": Sentence(
        _("An area that is left out needs its key and a reason."), _("Write the reason after the colon.")
    ),
    "recipe.transform_order": Sentence(_("A transform of ranks is the last of the transforms."), _CORRECT),
    "recipe.published_ranks": Sentence(
        _("Published ranks count from the most need, so that more means less."), _("Turn the direction round.")
    ),
    "recipe.target_ranked": Sentence(
        _("A target is stated in the indicator's unit, so ranks cannot come before it."), _CORRECT
    ),
    "recipe.target": Sentence(_("The target is a number."), _CORRECT),
    "recipe.winsorise": Sentence(_("How many values are pulled in is a whole number from 1 to 10,000."), _CORRECT),
    "recipe.constant": Sentence(
        _("The constant of the exponential transform lies between 5 and 1,000; 23 is usual."), _CORRECT
    ),
    "recipe.offset": Sentence(_("What is added before the logarithm is a number."), _CORRECT),
}

ACTIONS: Final = {
    "indicators.index_begun": _("%(actor)s began the index “%(subject)s”."),
    "indicators.index_changed": _("%(actor)s changed the recipe of the index “%(subject)s”."),
    "indicators.index_submitted": _("%(actor)s submitted the recipe of the index “%(subject)s”."),
    "indicators.index_withdrawn": _("%(actor)s took the recipe of the index “%(subject)s” back."),
    "indicators.index_discarded": _("%(actor)s discarded the recipe of the index “%(subject)s”."),
    "indicators.index_restored": _("%(actor)s brought the recipe of the index “%(subject)s” back."),
    "indicators.index_approved": _("%(actor)s approved version %(version)s of the recipe of “%(subject)s”."),
    "indicators.index_sent_back": _("%(actor)s sent the recipe of the index “%(subject)s” back."),
}
