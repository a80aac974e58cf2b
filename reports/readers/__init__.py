# SPDX-License-Identifier: EUPL-1.2
"""Pictures that people bring along: read in a confined process, and only their pixels kept."""
