# SPDX-License-Identifier: EUPL-1.2
"""Pages of list endpoints."""

from rest_framework.pagination import PageNumberPagination


class StandardPagination(PageNumberPagination):
    """Give 100 rows a page unless the client asks for 1 to 1,000."""

    page_size = 100
    page_query_param = "page"
    page_size_query_param = "page_size"
    max_page_size = 1000
