# SPDX-License-Identifier: EUPL-1.2
"""What people are told about rules of disclosure, and how acts on them read in the log."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence

SENTENCES: Final = {
    "indicators.ruling_stale": Sentence(
        _("The rule was changed in the meantime, perhaps in another window or by somebody else."),
        _("Look at the present state, then enter your change again."),
    ),
    "indicators.ruling_waits": Sentence(
        _("A change of this rule waits already, for a second person or for its day."),
        _("Let it be decided, or take it back first."),
    ),
    "indicators.ruling_same": Sentence(_("The rule says that already."), _("Change something, or leave the page.")),
    "indicators.ruling_past": Sentence(
        _("A rule holds from today on at the earliest: what was released stays known."),
        _("Name today or a later day."),
    ),
    "indicators.ruling_dominance": Sentence(
        _("Dominance of more than the %(most)s largest contributors is not judged yet."),
        _("Write 1 or 2, or use the estimate of another contribution (p percent)."),
    ),
    "indicators.ruling_inhabitants": Sentence(
        _("No indicator of this organisation counts the inhabitants by which areas could be left out."),
        _("Write 0, or define such an indicator first."),
    ),
    "indicators.ruling_narrower": Sentence(
        _("This audience would see less than a wider one, whose figures it reads as well."),
        _("Make this rule at most as strict as that of the wider audience, or make that one stricter first."),
    ),
    "indicators.ruling_wider": Sentence(
        _("A narrower audience would see less than this one, though it reads these figures as well."),
        _("Make this rule at least as strict as that of the narrower audience, or make that one laxer first."),
    ),
    "indicators.ruling_over": Sentence(_("This change was decided already."), _("Look at the present state.")),
    "indicators.ruling_four_eyes": Sentence(
        _("Somebody else than the person who wrote a rule of disclosure confirms it."),
        _("Ask a colleague with the role of approver."),
    ),
    "indicators.securing_same": Sentence(_("The mark says that already."), _("Change something, or leave the page.")),
    "indicators.securing_bounds": Sentence(
        _("The bound below which the supplier shows no count has to lie between %(lowest)s and %(highest)s."),
        _("Write a number in this range."),
    ),
}

ACTIONS: Final = {
    "indicators.ruling_proposed": _(
        "%(actor)s proposed a rule of disclosure for “%(subject)s” from %(valid_from)s on: %(legal_basis)s"
    ),
    "indicators.ruling_confirmed": _("%(actor)s confirmed a rule of disclosure for “%(subject)s”: %(legal_basis)s"),
    "indicators.ruling_refused": _("%(actor)s refused a rule of disclosure for “%(subject)s”."),
    "indicators.ruling_taken_back": _("%(actor)s took a rule of disclosure for “%(subject)s” back."),
    "indicators.ruling_holds": _("A rule of disclosure for “%(subject)s” came into force: %(legal_basis)s"),
    "indicators.ruling_secured": _(
        "%(actor)s marked “%(subject)s” as secured by %(supplier)s, which shows no count below %(below)s."
    ),
    "indicators.ruling_unsecured": _("%(actor)s took the mark of “%(subject)s” away: secured by %(supplier)s."),
}
