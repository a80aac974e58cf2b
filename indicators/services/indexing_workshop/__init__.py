# SPDX-License-Identifier: EUPL-1.2
"""The workshop of indices: recipes in the making, until a second person signed them."""
