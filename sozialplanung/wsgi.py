# SPDX-License-Identifier: EUPL-1.2
"""The WSGI callable which gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from sozialplanung.web.rawfigures import require_web_login

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sozialplanung.settings")
# Whatever the environment was made for: pages never run over a login that reads raw figures.
os.environ["SOZIALPLANUNG_DATABASE_AS"] = "web"

application = get_wsgi_application()
require_web_login()
