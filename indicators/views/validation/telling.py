# SPDX-License-Identifier: EUPL-1.2
"""How validation rules and what they found read on their pages."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from indicators import formulas
from indicators.models import RuleResult, RuleVersion
from indicators.rendering.profile_numbers import date_words, language_of, period_words
from indicators.selectors.validation import BrokenPlace
from indicators.services.checking.ruleevaluating import rule_of
from indicators.services.checking.rulewording import SIGNS, told_apart
from indicators.services.checking.texts import told
from sozialplanung.accounts.models import Organisation
from spatial.selectors import levels

SEVERITIES: Final = {
    "error": gettext_lazy("must be corrected"),
    "warning": gettext_lazy("needs a reason"),
    "note": gettext_lazy("note"),
}


def sentence_of(version: RuleVersion, labels: Mapping[str, str]) -> str:
    """Return what a version says, in the reader's language."""
    return formulas.explain_rule(rule_of(version).content, labels, language=language_of(get_language()))


def formula_of(version: RuleVersion) -> str:
    """Return the rule as it is written, with the signs that people know."""
    return f"{version.left} {SIGNS[version.comparison]} {version.right}"


def scope_of(version: RuleVersion, organisation: Organisation) -> str:
    """Return where and when a version is asked, in words."""
    names = level_names(organisation)
    language = language_of(get_language())
    parts = [", ".join(names.get(slug, slug) for slug in version.levels) or _("all levels")]
    if version.since:
        parts.append(_("periods from %(day)s on") % {"day": date_words(version.since, language)})
    if version.until:
        parts.append(_("periods before %(day)s") % {"day": date_words(version.until, language)})
    occasions = {"delivery": _("at every delivery"), "stock": _("over the stock")}
    return "; ".join([*parts, _(" and ").join(occasions[each] for each in version.occasions)])


def level_names(organisation: Organisation) -> dict[str, str]:
    """Return the levels of an organisation by slug."""
    return {row.slug: row.name_plural for row in levels.levels_of(organisation)}


def differences(before: RuleVersion | None, after: RuleVersion, labels: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what one version says otherwise than the one before it."""
    if before is None:
        return []
    pairs = zip(_said(before, labels), _said(after, labels), strict=True)
    return [{"label": label, "before": old, "after": new} for (label, old), (_label, new) in pairs if old != new]


def _said(version: RuleVersion, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    organisation = version.organisation
    return [
        (_("Status"), _("is asked") if version.is_active else _("archived")),
        (_("Name"), version.name),
        (_("Rule"), sentence_of(version, labels)),
        (_("Formula"), formula_of(version)),
        (_("What breaks the rule"), str(SEVERITIES[version.severity])),
        (_("Where and when"), scope_of(version, organisation)),
        (_("Why it has to hold"), version.purpose or "–"),
    ]


def result_words(result: RuleResult) -> str:
    """Return the last result over the stock in one sentence."""
    asked = result.held + result.broken
    if not asked and not result.not_checked:
        return _("There are no figures yet of which the rule could be asked.")
    if not result.broken:
        head = ngettext("Holds for the only figure.", "Holds for all %(count)s figures.", asked) % {"count": _n(asked)}
        head = head if asked else _("Nothing could be checked.")
    else:
        head = _("Broken %(broken)s times, held %(held)s times.") % {
            "broken": _n(result.broken),
            "held": _n(result.held),
        }
    if not result.not_checked:
        return head
    return f"{head} " + _("Not checked, since a figure is missing: %(count)s.") % {"count": _n(result.not_checked)}


def place_rows(places: list[BrokenPlace]) -> list[dict[str, Any]]:
    """Return broken places as a page shows them."""
    language = language_of(get_language())
    rows = []
    for each in places:
        left, right = told_apart(each.left, each.right)
        rows.append(
            {
                "name": each.name,
                "key": each.key,
                "period": period_words(each.period.as_value, language),
                "level": each.version.level_name if each.version else "–",
                "edition": each.version.name if each.version else "",
                **told({"left": left, "right": right}),
            }
        )
    return rows


def _n(count: int) -> object:
    return told({"n": count})["n"]
