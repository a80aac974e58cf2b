# SPDX-License-Identifier: EUPL-1.2
"""What the kernel grants the user of the tests: in a chroot an ordinary user gets no namespace."""

import functools
import subprocess
import sys

PROGRAM = """
from sozialplanung.common import confinement
confinement.confine(confinement.Bounds(1 << 32, 9, 1 << 20), [confinement.Isolation("namespace")])
"""
NOT_GRANTED = "the kernel grants this user no network namespace here; the seccomp filter is tested in its place"


@functools.cache
def grants_a_namespace() -> bool:
    """Try it in a process of its own."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], stderr=subprocess.DEVNULL, check=False)
    return done.returncode == 0
