# SPDX-License-Identifier: EUPL-1.2
"""Rules of disclosure: written by one person, confirmed by another, in force from their day on."""
