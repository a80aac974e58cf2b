# SPDX-License-Identifier: EUPL-1.2
"""What reports read: released figures only, through the selectors of figures and of areas."""
