# SPDX-License-Identifier: EUPL-1.2
"""Pages of areas of one's own: made, looked at, saved, shared and removed."""
