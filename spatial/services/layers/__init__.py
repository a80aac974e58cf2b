# SPDX-License-Identifier: EUPL-1.2
"""The way of a layer of places: drafted, checked, corrected row by row, submitted, approved, put in force."""
