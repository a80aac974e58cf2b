# SPDX-License-Identifier: EUPL-1.2
"""Forms check what people type."""
