# SPDX-License-Identifier: EUPL-1.2
"""The demo: real regions and figures, brought in through the ordinary services."""
