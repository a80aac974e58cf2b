# SPDX-License-Identifier: EUPL-1.2
"""The planner's workbench: its page, and the answer that its script reads."""
