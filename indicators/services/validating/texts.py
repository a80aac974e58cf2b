# SPDX-License-Identifier: EUPL-1.2
"""What a steward is told about validation rules, and how acts on them read in the log."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence

_NAMES = _("The names that may stand here are listed below the form.")

SENTENCES: Final = {
    "indicators.check_name": Sentence(_("There is no indicator and no series called “%(found)s”."), _NAMES),
    "indicators.check_name_like": Sentence(
        _("There is no indicator and no series called “%(found)s”. Did you mean “%(proposal)s”?"), _NAMES
    ),
    "indicators.check_relative": Sentence(
        _("“%(found)s” is scaled anew in every period: it has positions, but no course over the years."),
        _("Use it without lag, change and rolling."),
    ),
    "indicators.check_no_name": Sentence(
        _("A rule that names no indicator and no series has nothing to check."),
        _("Name at least one of them on one of the sides."),
    ),
    "indicators.check_stale": Sentence(
        _("The rule was changed in the meantime, perhaps in another window or by somebody else."),
        _("Look at the present state, then enter your change again."),
    ),
    "indicators.check_waits": Sentence(
        _("A change of this rule waits for a second person already."), _("Let it be decided, or take it back first.")
    ),
    "indicators.check_same": Sentence(_("The rule says that already."), _("Change something, or leave the page.")),
    "indicators.check_reason": Sentence(
        _("After this change something could pass that the rule holds up now, or asks a reason for."),
        _("Say why it is changed; a second person decides on it."),
    ),
    "indicators.check_many": Sentence(
        _("More than %(limit)s rules at a time are not asked."), _("Archive rules that are not needed any more.")
    ),
    "indicators.check_over": Sentence(_("This change was decided already."), _("Look at the present state.")),
    "indicators.check_four_eyes": Sentence(
        _("Somebody else than the person who wrote a change decides on it."),
        _("Ask a colleague with the role of approver."),
    ),
    "indicators.check_none": Sentence(
        _("There is no rule that is asked of all current figures."),
        _("Write a rule, or let one hold over the stock as well."),
    ),
}

ACTIONS: Final = {
    "indicators.check_written": _("%(actor)s wrote the validation rule “%(subject)s”: %(formula)s"),
    "indicators.check_proposed": _(
        "%(actor)s proposed to loosen the validation rule “%(subject)s”; it waits for a second person."
    ),
    "indicators.check_approved": _("%(actor)s approved the loosened validation rule “%(subject)s”: %(formula)s"),
    "indicators.check_refused": _("%(actor)s refused to loosen the validation rule “%(subject)s”."),
    "indicators.check_taken_back": _("%(actor)s took a change of the validation rule “%(subject)s” back."),
    "indicators.checks_run": _(
        "Validation rules were run over all current figures: %(rules)s rules, %(broken)s broken."
    ),
}
