# SPDX-License-Identifier: EUPL-1.2
"""Read an identity token: signed by the service, meant for us, not over (OpenID Connect Core 1.0, 3.1.3.7)."""

from collections.abc import Mapping
from typing import Any, Final

import jwt

# Signatures by a key of the service alone: „none“ signs nothing, and HS… would take the public key for a secret.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# Clocks of two houses differ.
LEEWAY_SECONDS: Final = 60


class TokenError(Exception):
    """The token proves nothing."""


def verified_claims(token: str, keys: Mapping[str, Any], *, issuer: str, client_id: str) -> dict[str, Any]:
    """Return the claims of a token whose signature, issuer, audience and time are right."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "exp", "iat", "sub"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError, KeyError) as error:
        raise TokenError(type(error).__name__) from error
    # Where a token is for several, the one that it was issued to has to be us.
    if claims.get("azp", client_id) != client_id:
        raise TokenError("azp")
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise TokenError("alg")
    usable = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.public_key_use in {None, "sig"}]
    named = [key for key in usable if key.key_id == header.get("kid")]
    if "kid" not in header and len(usable) == 1:
        return usable[0]
    if len(named) != 1:
        raise TokenError("kid")
    return named[0]
