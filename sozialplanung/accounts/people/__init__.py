# SPDX-License-Identifier: EUPL-1.2
"""The people of an organisation: who holds which role there, given and taken by its administrators."""
