# SPDX-License-Identifier: EUPL-1.2
"""Pure rendering of documents and figures: values in, bytes out, no Django."""
