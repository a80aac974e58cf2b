# SPDX-License-Identifier: EUPL-1.2
"""What each kind of panel says: blocks of a document, and the releases that they were made from."""
