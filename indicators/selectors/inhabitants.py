# SPDX-License-Identifier: EUPL-1.2
"""Which indicators count the people who live somewhere."""

from indicators.models import DisclosureRule
from indicators.selectors.sheets import OrganisationRef


def inhabitants_of(organisation: OrganisationRef) -> tuple[str, ...]:
    """Return the indicators that rules of disclosure count inhabitants by."""
    rules = DisclosureRule.objects.filter(organisation_id=organisation.id, inhabitants_indicator__isnull=False)
    return tuple(sorted(set(rules.values_list("inhabitants_indicator__slug", flat=True))))
