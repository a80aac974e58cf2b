# SPDX-License-Identifier: EUPL-1.2
"""How gunicorn serves the application, on a machine and in a container alike; the command names the address."""

wsgi_app = "sozialplanung.wsgi"
# Loaded once, then forked: the workers share the memory of the code.
preload_app = True
workers = 2
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 5
control_socket_disable = True
# By default gunicorn lets whoever asks from this machine, as a proxy does, name the root of all addresses in a header:
# a proxy that hands on what it is sent would let strangers bend every link of a page. Nobody has to name it here.
forwarder_headers = ""
