# SPDX-License-Identifier: EUPL-1.2
"""Every release goes through the disclosure compiler: its system, its pattern, its audit, its gate."""
