# SPDX-License-Identifier: EUPL-1.2
"""Sozialplanung: small-area social monitoring for German municipalities."""

import os

# Before NumPy is loaded anywhere: its threads spend fifty times longer waiting for one another on a busy machine than
# one thread computes on the small matrices of an index. Processes are what works side by side here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
