# SPDX-License-Identifier: EUPL-1.2
"""Tags of the page frame."""
