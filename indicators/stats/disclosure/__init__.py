# SPDX-License-Identifier: EUPL-1.2
"""Disclosure control: rules for single cells, the system of what is published, its attacker and its compiler."""
