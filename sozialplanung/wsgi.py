# SPDX-License-Identifier: EUPL-1.2
"""The WSGI callable which gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialplanung.settings")

application = get_wsgi_application()
