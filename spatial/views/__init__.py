# SPDX-License-Identifier: EUPL-1.2
"""Pages of the app `spatial`: boundary versions and the way of a new one."""
