# SPDX-License-Identifier: EUPL-1.2
"""The way of a published crosswalk table: brought with its findings, approved by a second person, withdrawn."""
