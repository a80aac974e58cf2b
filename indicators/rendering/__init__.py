# SPDX-License-Identifier: EUPL-1.2
"""What leaves the house, as bytes and as numbers for drawings."""
