# SPDX-License-Identifier: EUPL-1.2
"""Schema history of the app `audit`."""
