# SPDX-License-Identifier: EUPL-1.2
"""Map services of others: registered, seen working, offered on maps; their pictures come through our own server."""
