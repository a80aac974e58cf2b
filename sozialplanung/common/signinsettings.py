# SPDX-License-Identifier: EUPL-1.2
"""What allauth and the sessions are told in every installation; part of the settings (docs/adr/0009-sign-in.md)."""

from typing import Any, Final

SESSION_ENGINE: Final = "sozialplanung.accounts.sessions"
SESSION_COOKIE_AGE: Final = 12 * 60 * 60
# So long a link to a new password counts.
PASSWORD_RESET_TIMEOUT: Final = 2 * 60 * 60
ACCOUNT_ADAPTER: Final = "sozialplanung.accounts.signin.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD: Final = None
ACCOUNT_LOGIN_METHODS: Final = {"email"}
ACCOUNT_SIGNUP_FIELDS: Final = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION: Final = "none"
# So long somebody has from the password to the second factor.
ACCOUNT_LOGIN_TIMEOUT: Final = 15 * 60
SOCIALACCOUNT_ADAPTER: Final = "sozialplanung.accounts.oidc.adapter.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS: Final[dict[str, Any]] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_REQUESTS_TIMEOUT: Final = 5
MFA_ADAPTER: Final = "sozialplanung.accounts.factors.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES: Final = ["totp", "webauthn", "recovery_codes"]
# Accounts are made by administrators: an address that somebody else wrote down proves nothing either way.
MFA_ALLOW_UNVERIFIED_EMAIL: Final = True
# Clocks differ: the step before and the one after count too (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE: Final = 1
MFA_TOTP_ISSUER: Final = "Sozialplanung"
