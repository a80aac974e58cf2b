# SPDX-License-Identifier: EUPL-1.2
"""Forms and query strings: strict readers of what a person or a link asks for."""
