# SPDX-License-Identifier: EUPL-1.2
"""How an organisation looks: its logo and its colour."""
