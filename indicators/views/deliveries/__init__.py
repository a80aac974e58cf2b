# SPDX-License-Identifier: EUPL-1.2
"""Pages of the way of a delivery, from the file to the release."""
