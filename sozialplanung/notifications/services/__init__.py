# SPDX-License-Identifier: EUPL-1.2
"""Tell people, mail it, and remind them once a day."""
