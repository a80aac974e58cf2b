# SPDX-License-Identifier: EUPL-1.2
"""Pure building blocks which every layer, the Django-free cores included, may use."""
