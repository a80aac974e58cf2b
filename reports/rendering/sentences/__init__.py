# SPDX-License-Identifier: EUPL-1.2
"""Sentences from figures, by fixed rules (docs/methods/sentences.md): German first, English second, nothing judged."""
