# SPDX-License-Identifier: EUPL-1.2
"""What the workbench says, from released slices alone, read for whoever asks (`selectors.readership`)."""
