# SPDX-License-Identifier: EUPL-1.2
"""Carries figures from one boundary version to another, and says of each what it is worth."""
