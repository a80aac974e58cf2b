# SPDX-License-Identifier: EUPL-1.2
"""Pages: read the address, ask a selector, render."""
