# SPDX-License-Identifier: EUPL-1.2
"""What people are told of matters that concern them: in the application and by e-mail."""
