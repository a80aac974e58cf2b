# SPDX-License-Identifier: EUPL-1.2
"""What a rule of disclosure says, in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.rendering.profile_numbers import language_of
from indicators.rendering.profile_numbers import number as whole_number
from indicators.services.disclosure.rules import RuleContent


def _whole(number: int) -> str:
    return whole_number(number, 0, language_of(get_language()))


def rule_words(content: RuleContent) -> list[str]:
    """Return what a rule hides, one sentence for each part; a rule that hides everything says that alone."""
    if not content.is_published:
        return [_("Nothing of this source is shown.")]
    parts = [
        (
            content.minimum_count,
            _("Fewer than %(number)s cases are suppressed.") % {"number": _whole(content.minimum_count)},
        ),
        (
            content.minimum_denominator,
            _("Shares of fewer than %(number)s persons are suppressed.")
            % {"number": _whole(content.minimum_denominator)},
        ),
        (
            content.minimum_inhabitants,
            _("Areas with fewer than %(number)s inhabitants are left out.")
            % {"number": _whole(content.minimum_inhabitants)},
        ),
        (content.rounding, _("Rounded to multiples of %(number)s.") % {"number": content.rounding}),
        (
            content.minimum_units,
            _("At least %(number)s units stand behind a figure.") % {"number": _whole(content.minimum_units)},
        ),
        (
            content.dominance_n,
            _("The %(n)s largest contributors have at most %(k)s percent.")
            % {"n": content.dominance_n, "k": content.dominance_k},
        ),
        (
            content.prior_percent,
            _("Nobody estimates another contribution to within %(number)s percent.")
            % {"number": content.prior_percent},
        ),
        (content.hides_nobody, _("0 cases are suppressed as well.")),
        (content.hides_everybody, _("100 percent are suppressed as well.")),
        (content.knows_own, _("A single person knows to be the only one.")),
    ]
    return [words for is_said, words in parts if is_said] or [_("Everything is shown.")]
