# SPDX-License-Identifier: EUPL-1.2
"""What is pinned has hashes and licences that are allowed, no secret is committed, and silence is no all-clear."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from scripts import advisories, audit, bill, licences, lockfile, secretscan
from scripts.advisories import Answer, Outcome, Verdict
from scripts.licences import Part

PART = Part("pypi", "fine", "1.0", ("sha256:" + "0" * 64,), "MIT", is_shipped=True)


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    return licences.parts()


@pytest.mark.check("C107")
def test_everything_that_is_pinned_has_a_hash_a_version_and_a_licence(parts: list[Part]) -> None:
    assert {"django", "@kern-ux/native", "pip-audit"} <= {part.name for part in parts}
    assert len(parts) > 150
    assert [part.name for part in parts if not (part.hashes and part.version and part.licence)] == []


@pytest.mark.check("C107")
def test_every_pin_of_the_lock_is_held_by_hash_and_by_no_address() -> None:
    for pin in lockfile.read():
        assert "--hash=sha256:" in pin.text, pin.name
        assert "://" not in pin.text, pin.name


@pytest.mark.check("C107")
def test_every_licence_is_allowed_for_what_the_package_is_used_for(parts: list[Part]) -> None:
    assert licences.refused(parts) == []


@pytest.mark.check("C107")
@pytest.mark.parametrize(
    ("licence", "is_shipped", "is_fine"),
    [
        ("MIT", True, True),
        ("MIT OR Proprietary", True, True),
        ("MIT AND Proprietary", True, False),
        ("Apache-2.0 AND CNRI-Python", True, True),
        ("GPL-3.0-or-later", True, False),
        ("GPL-3.0-or-later", False, True),
        ("AGPL-3.0-only", False, False),
        ("Proprietary", False, False),
        ("", False, False),
    ],
)
def test_licence_that_is_not_named_is_refused(licence: str, is_shipped: bool, is_fine: bool) -> None:
    assert (licences.refused([replace(PART, licence=licence, is_shipped=is_shipped)]) == []) == is_fine


@pytest.mark.check("C107")
def test_licence_of_a_package_that_says_none_is_unknown() -> None:
    pin = lockfile.Pin("not-installed", "not-installed==1.2 \\\n    --hash=sha256:ab\n", frozenset())

    (part,) = licences.python_parts([pin])

    assert (part.version, part.licence, part.hashes) == ("1.2", "", ("sha256:ab",))
    assert licences.refused([part]) == [part]


@pytest.mark.check("C107")
def test_bill_of_materials_names_every_package_once_with_hash_and_licence(parts: list[Part], tmp_path: Path) -> None:
    said = json.loads(bill.write(parts, tmp_path / "var" / "sbom.json").read_text(encoding="utf-8"))

    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
    by_purl = {each["purl"]: each for each in said["components"]}
    assert len(by_purl) == len(parts)
    django = next(each for purl, each in by_purl.items() if purl.startswith("pkg:pypi/django@"))
    assert (django["scope"], django["licenses"]) == ("required", [{"license": {"id": "BSD-3-Clause"}}])
    assert {each["alg"] for each in django["hashes"]} == {"SHA-256"}
    kern = next(each for purl, each in by_purl.items() if purl.startswith("pkg:npm/%40kern-ux/native@"))
    assert kern["hashes"][0]["alg"] == "SHA-512"
    assert len(kern["hashes"][0]["content"]) == 128
    assert all(each["hashes"] and each["licenses"] for each in said["components"])


@pytest.mark.check("C107")
def test_same_locks_give_the_same_bill(parts: list[Part], tmp_path: Path) -> None:
    first, second = (json.loads(bill.write(parts, tmp_path / name).read_text()) for name in ("a", "b"))

    del first["metadata"]["timestamp"], second["metadata"]["timestamp"]
    first["metadata"].get("component", {}).pop("bom-ref", None)
    assert first["serialNumber"] == second["serialNumber"]
    assert first["components"] == second["components"]


# Put together here, so that no file holds one.
SECRETS = [
    "-----BEGIN " + "RSA PRIVATE KEY-----",
    "key = 'AKIA" + "IOSFODNN7EXAMPLE'",
    "ghp_" + "a1B2" * 9,
    "npm_" + "a1B2" * 9,
    "xoxb-" + "1234567890-abc",
    "eyJhbGciOiJI" + "UzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w",
    "https://anna:" + "korrekt8" + "@example.org/repo",
    "SOZIALPLANUNG_" + "DATABASE_PASSWORD=Zq7vKp2mX9",
]


@pytest.mark.check("C107")
@pytest.mark.parametrize("secret", SECRETS)
def test_secret_is_found_and_not_repeated(secret: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.txt"
    file.write_text(f"fine\n{secret}\n", encoding="utf-8")

    (leak,) = secretscan.scan([file])

    assert (leak.line, leak.path) == (2, str(file))
    assert secret not in repr(leak)


@pytest.mark.check("C107")
def test_no_secret_is_committed() -> None:
    assert secretscan.scan() == []


def _says(said: object, code: int = 0) -> advisories.Run:
    def run(_: Sequence[str | Path]) -> Outcome:
        return Outcome(code, said if isinstance(said, str) else json.dumps(said))

    return run


FINE = {"name": "django", "version": "5.2", "vulns": []}
SKIPPED = {"name": "celery", "skip_reason": "Dependency not found"}
BAD = {"name": "celery", "version": "5.0", "vulns": [{"id": "PYSEC-1"}]}


@pytest.mark.check("C107")
@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({"dependencies": [FINE]}, Verdict.NOTHING_KNOWN),
        # The program ends with 0 and says that nothing is known, although it looked at nothing.
        ({"dependencies": [SKIPPED]}, Verdict.UNREACHABLE),
        ({"dependencies": [FINE, SKIPPED]}, Verdict.UNREACHABLE),
        ({"dependencies": [FINE, SKIPPED, BAD]}, Verdict.VULNERABLE),
        ({"dependencies": []}, Verdict.UNREACHABLE),
        ("Traceback: no network", Verdict.UNREACHABLE),
        ("", Verdict.UNREACHABLE),
        ("[]", Verdict.UNREACHABLE),
    ],
)
def test_package_that_nobody_looked_at_is_no_all_clear(said: object, verdict: Verdict) -> None:
    assert advisories.of_python(_says(said)).verdict is verdict


@pytest.mark.check("C107")
@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({"vulnerabilities": {}}, Verdict.NOTHING_KNOWN),
        ({"vulnerabilities": {"esbuild": {"severity": "high"}}}, Verdict.VULNERABLE),
        ({"message": "405 Method Not Allowed", "error": {}}, Verdict.UNREACHABLE),
        ("", Verdict.UNREACHABLE),
    ],
)
def test_registry_that_does_not_answer_is_no_all_clear(said: object, verdict: Verdict) -> None:
    assert advisories.of_npm(_says(said)).verdict is verdict


@pytest.mark.check("C107")
@pytest.mark.parametrize(
    ("findings", "verdicts", "code"),
    [
        ([], (Verdict.NOTHING_KNOWN, Verdict.NOTHING_KNOWN), 0),
        ([], (Verdict.NOTHING_KNOWN, Verdict.UNREACHABLE), 3),
        ([], (Verdict.VULNERABLE, Verdict.UNREACHABLE), 1),
        (["Licence: x"], (Verdict.UNREACHABLE, Verdict.UNREACHABLE), 1),
        (["Licence: x"], (Verdict.NOTHING_KNOWN, Verdict.NOTHING_KNOWN), 1),
    ],
)
def test_code_tells_found_from_nobody_asked(findings: list[str], verdicts: tuple[Verdict, ...], code: int) -> None:
    assert audit.code_of(findings, [Answer("lock", verdict) for verdict in verdicts]) == code


@pytest.mark.check("C107")
def test_program_that_does_not_end_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advisories, "LONGEST_SECONDS", 0.05)

    assert advisories.run(["sleep", "5"]) == Outcome(-1, "")
