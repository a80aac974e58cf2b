# SPDX-License-Identifier: EUPL-1.2
"""Statistics as pure functions: arrays in, frozen dataclasses out; missing is NaN, never zero."""
