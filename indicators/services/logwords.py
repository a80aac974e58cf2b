# SPDX-License-Identifier: EUPL-1.2
"""How acts on releases read in the log, what details of acts on figures are called, and what stands for codes."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models import Audience
from indicators.models.annotations import AnnotationKind, PopulationKind
from indicators.models.breaks import BreakKind, Comparable
from indicators.models.catalogue import Backing, BreakdownRole
from indicators.models.expected import RhythmKind
from indicators.models.imports import SignatureKind
from indicators.models.regional import RegionalPalette

# The sentences of releases; events of before do not say for whom.
ACTIONS: Final = {
    "indicators.release_ended": _("A release of the indicator “%(indicator)s” went out of force."),
    "indicators.published": _("%(actor)s published the indicator “%(indicator)s” (release %(number)s)."),
    "indicators.withdrawn": _("%(actor)s withdrew a release of the indicator “%(indicator)s”."),
    "indicators.release_ended?audience": _(
        "A release of the indicator “%(indicator)s” for %(audience)s went out of force."
    ),
    "indicators.published?audience": _(
        "%(actor)s published the indicator “%(indicator)s” for %(audience)s (release %(number)s)."
    ),
    "indicators.withdrawn?audience": _(
        "%(actor)s withdrew a release of the indicator “%(indicator)s” for %(audience)s."
    ),
    "indicators.converted": _("Released figures were carried to other boundary versions."),
}
_RELEASES: Final = {
    "indicator": _("Indicator"),
    "audience": pgettext_lazy("log", "For whom"),
    "number": _("Running number"),
    "content_hash": _("Checksum of the content"),
    "hash": _("Checksum of the content"),
    "goes_along": _("Went along with another one"),
    "made": _("New"),
    "dropped": _("No longer in force"),
    "failed": _("Failed"),
    "queued": _("Waiting"),
    "job": _("Job"),
    "areas": _("Areas"),
    "level": _("Level"),
    "edition": _("Boundary version"),
    "figures": _("Figures"),
}
_DELIVERIES: Final = {
    "title": _("Title"),
    "files": _("Files"),
    "table": _("Table"),
    "step": _("Step"),
    "steps": _("Steps"),
    "codes": _("Codes"),
    "findings": _("Findings"),
    "content_mark": _("Mark of the content"),
    "values_mark": _("Mark of the figures"),
    "takes_back": _("Takes back the delivery with the number"),
    "new": pgettext_lazy("log", "New"),
    "changed": pgettext_lazy("log", "Changed"),
    "unchanged": pgettext_lazy("log", "Unchanged"),
    "gone": pgettext_lazy("log", "Gone"),
    "rhythm": _("Rhythm"),
    "first_period": _("First period"),
    "change": _("Change with the number"),
    "needs_confidentiality": _("Confidentiality is signed for, too"),
    "parent_approves": _("The organisation above approves"),
    "content_signers": _("Accounts that sign for the content"),
    "confidentiality_signers": _("Accounts that sign for confidentiality"),
}
_CATALOGUE: Final = {
    "slug": _("Name in addresses"),
    "variable": _("Variable"),
    "breakdown": _("Breakdown"),
    "valid_from": _("Valid from"),
    "valid_until": _("Valid until"),
    "whole": _("The whole"),
    "crossed": _("Crosses"),
    "is_flow": _("Periods add up"),
    "backing": _("What it tells"),
    "of": _("Of which figures"),
    "revision": _("Revision"),
    "bounds": _("Bounds of classes"),
    "palette": _("Colours"),
    "middle": _("Middle"),
    "version": _("Number of the version"),
    "formula": _("Formula"),
    "severity": _("Severity"),
    "is_active": _("Is applied"),
    "rules": _("Rules"),
    "broken": _("Broken"),
}
_REMARKS: Final = {
    "before": pgettext_lazy("log", "Before"),
    "after": pgettext_lazy("log", "After"),
    "proposed_by": _("Account that proposed it"),
    "from": pgettext_lazy("log", "From the period"),
    "to": pgettext_lazy("log", "To the period"),
    "known": _("Known break"),
    "words": _("Names of classes"),
    "known_slug": _("Known break in addresses"),
    "comparable": _("Comparable"),
    "reference": _("Reference"),
    "url": _("Address on the web"),
    "population": _("Population"),
    "unit": _("Area with the number"),
    "period": _("Period"),
}
_RULINGS: Final = {
    "legal_basis": _("Legal basis"),
    "content": _("Content"),
    "minimum_count": _("Minimum count"),
    "minimum_denominator": _("Minimum denominator"),
    "minimum_units": _("Minimum number of units"),
    "dominance_n": _("Dominance: number of units"),
    "dominance_k": _("Dominance: share in percent"),
    "prior_percent": _("Rule of p percent"),
    "hides_nobody": _("Hides a share of none"),
    "hides_everybody": _("Hides a share of all"),
    "safety_range": _("Safety range in percent"),
    "rounding": _("Rounding to"),
    "knows_own": _("Contributors know their own contribution"),
    "preset": _("Starting point"),
    "supplier": _("Secured by"),
    "below": _("No count below"),
    "supplier_before": _("Secured by, before"),
    "below_before": _("No count below, before"),
}
DETAILS: Final = {**_RELEASES, **_DELIVERIES, **_CATALOGUE, **_REMARKS, **_RULINGS}
VALUES: Final = {
    "audience": {
        Audience.PUBLIC.value: pgettext_lazy("for whom", "the public"),
        Audience.COUNCIL.value: pgettext_lazy("for whom", "the council"),
        Audience.INTERNAL.value: pgettext_lazy("for whom", "the administration"),
    },
    "kind": dict([*SignatureKind.choices, *BreakKind.choices, *AnnotationKind.choices]),
    "comparable": dict(Comparable.choices),
    "population": dict(PopulationKind.choices),
    "rhythm": dict(RhythmKind.choices),
    "backing": dict(Backing.choices),
    "role": dict(BreakdownRole.choices),
    "palette": dict(RegionalPalette.choices),
    "severity": {"error": _("blocks"), "warning": _("wants a reason"), "note": _("informs")},
    "step": {
        "indicators.recognise_delivery": _("Recognise"),
        "indicators.verify_delivery": _("Check"),
    },
}
