# SPDX-License-Identifier: EUPL-1.2
"""The draft of a delivery on its way: files, recognition, mapping, check, decisions."""
