# SPDX-License-Identifier: EUPL-1.2
"""Why somebody sees a thing, and who may do what: told by the functions that decide it."""
