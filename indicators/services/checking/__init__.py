# SPDX-License-Identifier: EUPL-1.2
"""The plausibility checks of a batch."""
