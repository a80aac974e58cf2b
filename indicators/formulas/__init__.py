# SPDX-License-Identifier: EUPL-1.2
"""The small language of derived indicators: parse, print, evaluate and explain."""
