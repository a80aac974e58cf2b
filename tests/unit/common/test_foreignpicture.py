# SPDX-License-Identifier: EUPL-1.2
"""What a child says that reads foreign pictures is believed only as far as it can be seen."""

import json
import struct
from typing import Any

import pytest

from sozialplanung.common.foreignpicture import STOPPED, PictureRefusedError, Pixels, _checked, answer

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 20, 10) + b"more"


def said(content: bytes = PNG, **header: Any) -> bytes:  # noqa: ANN401 - whatever a child may write
    return json.dumps(header).encode() + b"\n" + content


def test_true_answer_is_taken() -> None:
    kept = Pixels("png", 20, 10, PNG)

    assert _checked(answer(lambda _content: kept, b""), {"broken"}, 100) == kept


def test_refusal_is_told_by_its_code() -> None:
    def refuse(_content: bytes) -> Pixels:
        raise PictureRefusedError("broken")

    with pytest.raises(PictureRefusedError) as refused:
        _checked(answer(refuse, b""), {"broken"}, 100)

    assert refused.value.code == "broken"


@pytest.mark.parametrize(
    "result",
    [
        b"",
        b"[]\n",
        said(refusal=["broken"]),
        said(refusal="other"),
        said(kind=["png"], width=20, height=10),
        said(kind="gif", width=20, height=10),
        said(kind="png", width=21, height=10),
        said(kind="png", width=20, height=True),
        said(kind="png", width=101, height=10),
        said(b"GIF89a", kind="png", width=20, height=10),
    ],
)
def test_lie_is_not_believed(result: bytes) -> None:
    with pytest.raises(PictureRefusedError) as refused:
        _checked(result, {"broken"}, 100)

    assert refused.value.code == STOPPED
