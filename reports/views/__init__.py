# SPDX-License-Identifier: EUPL-1.2
"""Documents as answers."""
