# SPDX-License-Identifier: EUPL-1.2
"""Files of a document: one writer for each format, all from the same value, the same bytes each time."""
