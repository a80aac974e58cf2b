# SPDX-License-Identifier: EUPL-1.2
"""The supply chain: hashes, licences, secrets, bill of materials, known vulnerabilities.

Ends with 0 when everything was looked at and nothing found, with 1 when something was found, and with 3 when nothing
was found but nobody who keeps advisories could be asked: that is no all-clear.
"""

import sys
from collections.abc import Iterable
from typing import Final

from scripts import advisories, bill, licences, secretscan
from scripts.advisories import Answer, Verdict
from scripts.licences import Part

FOUND: Final = 1
UNREACHABLE: Final = 3


def main() -> int:
    """Look at everything, then say what it adds up to."""
    parts = licences.parts()
    findings = list(found_here(parts))
    print(f"Bill of materials: {bill.write(parts)} ({len(parts)} packages)")
    answers = [advisories.of_python(), advisories.of_npm()]
    for line in (*findings, *map(_told, answers)):
        print(line)
    return code_of(findings, answers)


def found_here(parts: list[Part]) -> Iterable[str]:
    """Give what is wrong and can be seen without asking anybody."""
    for part in parts:
        if not part.hashes:
            yield f"No hash: {part.name} {part.version} ({part.ecosystem})"
    for part in licences.refused(parts):
        use = "shipped" if part.is_shipped else "tool"
        yield f"Licence: {part.name} {part.version} ({part.ecosystem}, {use}): {part.licence or 'unknown'}"
    for leak in secretscan.scan():
        yield f"Looks like a secret: {leak.path}:{leak.line} ({leak.shape})"


def code_of(findings: list[str], answers: list[Answer]) -> int:
    """Return the code to end with."""
    verdicts = {answer.verdict for answer in answers}
    if findings or Verdict.VULNERABLE in verdicts:
        return FOUND
    return UNREACHABLE if Verdict.UNREACHABLE in verdicts else 0


def _told(answer: Answer) -> str:
    if answer.verdict is Verdict.UNREACHABLE:
        return (
            f"{answer.lock}: advisories unreachable. This is no all-clear: run it again where osv.dev and npm answer."
        )
    return "\n  ".join((f"{answer.lock}: {answer.verdict}", *answer.found))


if __name__ == "__main__":
    sys.exit(main())
