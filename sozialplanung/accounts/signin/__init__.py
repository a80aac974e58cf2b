# SPDX-License-Identifier: EUPL-1.2
"""What lies between the first proof of who somebody is and their session."""
