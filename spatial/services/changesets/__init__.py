# SPDX-License-Identifier: EUPL-1.2
"""The way of a boundary version: drafted, looked into, checked, decided, activated."""
