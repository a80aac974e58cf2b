# SPDX-License-Identifier: EUPL-1.2
"""The WSGI callable which gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from sozialplanung.web.rawfigures import narrow_web_process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialplanung.settings")

narrow_web_process()
application = get_wsgi_application()
