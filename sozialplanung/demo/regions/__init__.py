# SPDX-License-Identifier: EUPL-1.2
"""The four regions of the demo."""

from sozialplanung.demo.plans import RegionPlan
from sozialplanung.demo.regions import berlin, flensburg, koeln, nrw

# A parent comes before its children.
REGIONS: tuple[RegionPlan, ...] = (nrw.PLAN, berlin.PLAN, koeln.PLAN, flensburg.PLAN)
