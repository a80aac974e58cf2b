# SPDX-License-Identifier: EUPL-1.2
"""The second factor: codes of an app, security keys, recovery codes."""
