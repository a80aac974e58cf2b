# SPDX-License-Identifier: EUPL-1.2
"""Where the next places should be: best sites among candidates, and what a scenario changes for whom."""
