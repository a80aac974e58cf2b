# SPDX-License-Identifier: EUPL-1.2
"""Finds German addresses in a register of addresses: no network, no guess that is not named.

`parsing.parsed_address` reads what somebody wrote, `register.Register` holds what is known, `finding.find`
answers *exact*, *inexact* with its reasons and all candidates, or *failed* with what is next nearest.
"""
