# SPDX-License-Identifier: EUPL-1.2
# Built with the same scripts that `make` runs. The tag names an exact release; whoever runs a registry of their own pins
# its digest as well: docker build --build-arg BASE=python:3.11.14-slim-bookworm@sha256:…
ARG BASE=python:3.11.14-slim-bookworm

FROM ${BASE} AS build
WORKDIR /app
COPY scripts/install_packages.sh scripts/install_packages.sh
RUN scripts/install_packages.sh gettext
COPY . .
RUN python3 -m scripts.setup image && mkdir -p var/media

FROM ${BASE}
# Documents are set with Pango.
COPY scripts/install_packages.sh /tmp/install_packages.sh
RUN /tmp/install_packages.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /tmp/install_packages.sh /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 sozialplanung \
    && useradd --system --uid 10001 --gid 10001 --home-dir /app --no-create-home sozialplanung
WORKDIR /app
# The application cannot change its own code; it writes to var/media only.
COPY --from=build /app /app
RUN chown sozialplanung:sozialplanung var/media
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    SOZIALPLANUNG_VAR_DIR=/app/var
USER sozialplanung
EXPOSE 8000
CMD ["gunicorn", "--config", "scripts/gunicorn_settings.py", "--bind", "0.0.0.0:8000"]
