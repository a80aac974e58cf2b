# SPDX-License-Identifier: EUPL-1.2
"""What a steward is told for each code of this app, and how its acts read in the log."""

from django.utils.translation import gettext_lazy as _

from indicators.formulas import texts as formula_texts
from indicators.readers import texts as reader_texts
from sozialplanung.web.messages import Sentence

ACTIONS = {
    "indicators.indicator_created": _("%(actor)s created the indicator “%(slug)s”."),
    "indicators.delivery_staged": _("%(actor)s brought in the delivery “%(title)s”."),
    "indicators.delivery_approved": _("%(actor)s approved the delivery “%(subject)s”."),
    "indicators.delivery_applied": _("The delivery “%(subject)s” became current: %(new)s new, %(changed)s changed."),
    "indicators.published": _("%(actor)s published the indicator “%(indicator)s” (release %(number)s)."),
    "indicators.withdrawn": _("%(actor)s withdrew a release of the indicator “%(indicator)s”."),
}

_OWN = {
    "indicators.upstream_unknown": Sentence(
        _("The indicator “%(indicator)s” is computed from “%(upstream)s”, which does not exist here."),
        _("Create that indicator first, or correct its name."),
    ),
    "indicators.cycle": Sentence(
        _("The indicator “%(indicator)s” would be computed from itself."),
        _("Take out of its formula or recipe what is itself computed from it."),
    ),
    "indicators.slug_taken": Sentence(
        _("There is an indicator called “%(indicator)s” already."),
        _("Choose another name, or add a definition to the existing indicator."),
    ),
    "indicators.definition_incomplete": Sentence(
        _("The indicator “%(indicator)s” does not say which values it has."),
        _("Name a series for a delivered indicator, or a formula for a derived one."),
    ),
    "indicators.denominator_missing": Sentence(
        _("The indicator “%(indicator)s” is a rate with a known denominator, but names none."),
        _("Name the indicator that counts the denominator, or choose the basis “rate only”."),
    ),
    "indicators.delivery_twice": Sentence(
        _("The delivery “%(title)s” was taken before: same files, same mapping."),
        _("Nothing has to be done. For corrected figures, upload the corrected file."),
    ),
    "indicators.edition_unknown": Sentence(
        _("There are no areas of the level “%(level)s” in the boundary version “%(edition)s”."),
        _("Import the boundaries first, or choose another boundary version."),
    ),
    "indicators.series_unknown": Sentence(
        _("The mapping names the series “%(series)s”, which does not exist."),
        _("Create the series in the catalogue, or choose another one in the mapping."),
    ),
    "indicators.four_eyes": Sentence(
        _("A delivery is approved by somebody else than the person who brought it."),
        _("Ask a colleague with the role of approver."),
    ),
    "indicators.delivery_over": Sentence(_("This delivery was decided already.")),
    "indicators.delivery_has_errors": Sentence(
        _("This delivery has %(errors)s findings that must be corrected first."),
        _("Correct the file and upload it again."),
    ),
    "indicators.not_released": Sentence(_("There is no release to be seen.")),
}


def sentences() -> dict[str, Sentence]:
    """Return the sentences of services, readers and formulas by code."""
    readers = {
        f"readers.{code}": Sentence(_(each.sentence), _(each.way_out))
        for code, each in reader_texts.EXPLANATIONS.items()
    }
    formulas = {
        f"formulas.{code}": Sentence(_(text), _(formula_texts.WAY_OUT))
        for code, text in formula_texts.SENTENCES.items()
    }
    return {**_OWN, **readers, **formulas}
