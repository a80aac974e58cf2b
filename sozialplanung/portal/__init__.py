# SPDX-License-Identifier: EUPL-1.2
"""Start page, glossary, help and legal pages."""
