# SPDX-License-Identifier: EUPL-1.2
"""Validation rules of stewards: written, decided, and held against all current figures."""
