# SPDX-License-Identifier: EUPL-1.2
"""What a steward is told about breaks and annotations, and how acts on them read in the log."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sozialplanung.web.messages import Sentence

_LOOK = _("Look at the present state, then enter your change again.")

SENTENCES: Final = {
    "indicators.break_order": Sentence(
        _("The second period of a break has to be later than the first."),
        _("Name the last period before the break first, then the first one after it."),
    ),
    "indicators.break_taken": Sentence(
        _("The indicator “%(indicator)s” has a break between these periods already."),
        _("Change the break that is there."),
    ),
    "indicators.annotation_taken": Sentence(
        _("The same is said of the same already."), _("Change the entry that is there.")
    ),
    "indicators.population_incomplete": Sentence(
        _("A special population lives in one area and is of one kind."), _("Name the area and choose the kind.")
    ),
    "indicators.event_without_time": Sentence(
        _("An event has a day or a period."),
        _("Name the day on which it happened, or the first period that shows it."),
    ),
    "indicators.time_backwards": Sentence(
        _("The last day lies before the first one."), _("Correct one of the two days.")
    ),
    "indicators.remark_stale": Sentence(
        _("This entry was changed in the meantime, perhaps in another window or by somebody else."), _LOOK
    ),
    "indicators.reason_wanted": Sentence(
        _("After this change readers could compare more than before."),
        _("Say why it is changed; a second person decides on it."),
    ),
    "indicators.change_waits": Sentence(
        _("A change of this break waits for a second person already."),
        _("Let it be decided, or take it back first."),
    ),
    "indicators.change_over": Sentence(
        _("This change was decided already, or the entry was changed since."), _("Look at the present state.")
    ),
    "indicators.regional_bounds": Sentence(
        _("Classes have two to six bounds that rise."),
        _("Write them with a semicolon between, for instance 10; 20; 35,5."),
    ),
    "indicators.regional_middle": Sentence(
        _("The middle is the bound with as many below it as above."), _("Choose three or five bounds, or no middle.")
    ),
    "indicators.wording_unfit": Sentence(
        _("Every class has words of its own in both languages, fit for all readers."),
        _("Look at the classes, and write again."),
    ),
    "indicators.wording_nothing": Sentence(_("Nothing was decided yet."), _("Name the classes first.")),
    "indicators.regional_nothing": Sentence(_("Nothing was decided yet."), _("Set classes first.")),
    "indicators.change_four_eyes": Sentence(
        _("Somebody else than the person who proposed a change decides on it."),
        _("Ask a colleague with the role of approver."),
    ),
}

ACTIONS: Final = {
    "indicators.break_marked": _("%(actor)s marked a break of “%(indicator)s” between %(from)s and %(to)s."),
    "indicators.break_changed": _("%(actor)s changed the break of “%(indicator)s” between %(from)s and %(to)s."),
    "indicators.break_withdrawn": _("%(actor)s withdrew the break of “%(indicator)s” between %(from)s and %(to)s."),
    "indicators.break_restored": _("%(actor)s put a break of “%(indicator)s” in force again."),
    "indicators.break_proposed": _(
        "%(actor)s proposed that a break of “%(indicator)s” be less strict or go; it waits for a second person."
    ),
    "indicators.break_approved": _("%(actor)s approved that a break of “%(indicator)s” is less strict or goes."),
    "indicators.break_refused": _("%(actor)s refused that a break of “%(indicator)s” be less strict or go."),
    "indicators.break_taken_back": _("%(actor)s took back the proposal about a break of “%(indicator)s”."),
    "indicators.annotation_marked": _("%(actor)s wrote the annotation “%(subject)s”."),
    "indicators.annotation_changed": _("%(actor)s changed the annotation “%(subject)s”."),
    "indicators.annotation_withdrawn": _("%(actor)s withdrew the annotation “%(subject)s”."),
    "indicators.annotation_restored": _("%(actor)s put the annotation “%(subject)s” in force again."),
    "indicators.wording_set": _("%(actor)s named the classes of “%(subject)s” for readers."),
    "indicators.wording_withdrawn": _("%(actor)s withdrew the names of the classes of “%(subject)s”."),
    "indicators.wording_undone": _(
        "%(actor)s took back the last decision on the names of the classes of “%(subject)s”."
    ),
    "indicators.regional_set": _("%(actor)s set the classes that readers see first of “%(subject)s”."),
    "indicators.regional_withdrawn": _("%(actor)s withdrew the classes that readers see first of “%(subject)s”."),
    "indicators.regional_undone": _(
        "%(actor)s took back the last decision on the classes that readers see first of “%(subject)s”."
    ),
    "indicators.known_break_refused": _(
        "%(actor)s wrote why the known break “%(known)s” does not concern “%(indicator)s”."
    ),
    "indicators.known_break_open": _(
        "%(actor)s let the known break “%(known)s” be proposed for “%(indicator)s” again."
    ),
}
