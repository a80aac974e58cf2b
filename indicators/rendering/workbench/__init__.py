# SPDX-License-Identifier: EUPL-1.2
"""The planner's workbench without a database: its state in the address, its answer, what the server draws of it."""
