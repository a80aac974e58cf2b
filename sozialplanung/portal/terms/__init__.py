# SPDX-License-Identifier: EUPL-1.2
"""The terms of the glossary, one module per chapter."""
