# SPDX-License-Identifier: EUPL-1.2
"""What every HTTP answer shares: problems, query parameters, headers, formats."""
