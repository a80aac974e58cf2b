# SPDX-License-Identifier: EUPL-1.2
"""Composite indices: recipes of format 2, their run, their uncertainty and their audit."""
