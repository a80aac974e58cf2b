# SPDX-License-Identifier: EUPL-1.2
"""The page about the API speaks the language of its reader."""

from django.test import Client

from sozialplanung.web.apitexts import PARAMETERS, TEXTS
from sozialplanung.web.openapi import operations


def test_every_text_of_the_api_is_told_in_the_language_of_the_page(client: Client) -> None:
    page = client.get("/api/v1/").content.decode()
    described = operations()

    texts = {" ".join(text.split()) for each in described for text in (each.summary, each.description) if text}
    assert texts <= TEXTS
    assert {parameter.name for each in described for parameter in each.parameters if not parameter.description} <= set(
        PARAMETERS
    )
    assert not [text for text in TEXTS if text in page]
    assert "Die veröffentlichenden Stellen auflisten." in page
