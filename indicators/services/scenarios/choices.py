# SPDX-License-Identifier: EUPL-1.2
"""Words that scenarios are begun, changed and searched with, for apps above."""

from indicators.models import ChangeOfSite, SitingObjective, WeightForm

__all__ = ["ChangeOfSite", "SitingObjective", "WeightForm"]
