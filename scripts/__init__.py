# SPDX-License-Identifier: EUPL-1.2
"""Set-up and services of one checkout, with nothing but Python's standard library: they run before anything is installed."""
