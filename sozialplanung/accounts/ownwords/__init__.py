# SPDX-License-Identifier: EUPL-1.2
"""What an organisation says in Leichte Sprache, and where its video in sign language lies."""
