# SPDX-License-Identifier: EUPL-1.2
"""Set-up and services of one checkout, in plain Python: they run before anything is installed."""
