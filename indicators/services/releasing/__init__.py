# SPDX-License-Identifier: EUPL-1.2
"""From observations to releases: derived, computed, masked, published, taken back."""
