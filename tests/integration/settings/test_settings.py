# SPDX-License-Identifier: EUPL-1.2
"""The settings, read from the environment alone: strict in production, helpful when something is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.gis.gdal import gdal_version
from django.contrib.gis.geos import geos_version

ROOT = Path(__file__).resolve().parents[3]
PRODUCTION = {
    "SOZIALPLANUNG_SECRET_KEY": "tYl0Qp4vV7mB2nXc9KsZ1wRe6TgHu3JiOaLdFbNq8MxPkCyE5r",
    "SOZIALPLANUNG_ALLOWED_HOSTS": "sozialplanung.example.de",
    "SOZIALPLANUNG_PUBLIC_URL": "https://sozialplanung.example.de",
    "SOZIALPLANUNG_DATABASE_HOST": "db.example.internal",
    "SOZIALPLANUNG_DATABASE_PASSWORD": "geheim",
    "SOZIALPLANUNG_REDIS_URL": "redis://redis.example.internal:6379",
}
READ = ["-c", "import sozialplanung.settings"]
SHOW = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in %r}, default=str))
"""


def _run(arguments: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    # What Django itself reads belongs to this session of tests, not to the instance that is looked at.
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SOZIALPLANUNG_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=ROOT,
        env={**clean, "DJANGO_SETTINGS_MODULE": "sozialplanung.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _settings(*names: str, **environment: str) -> dict[str, object]:
    done = _run(["-c", SHOW % (names,)], **environment)
    assert done.returncode == 0, done.stderr
    shown: dict[str, object] = json.loads(done.stdout)
    return shown


@pytest.mark.check("C099")
def test_the_deployment_check_finds_nothing_in_production() -> None:
    done = _run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.check("C099")
def test_the_deployment_check_would_find_a_weak_key() -> None:
    weak = {**PRODUCTION, "SOZIALPLANUNG_SECRET_KEY": "kurz"}

    done = _run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], **weak)

    assert done.returncode != 0
    assert "security.W009" in done.stderr


def test_production_is_the_default() -> None:
    assert _settings("MODE", "DEBUG", "LOG_FORMAT", **PRODUCTION) == {
        "MODE": "production",
        "DEBUG": False,
        "LOG_FORMAT": "json",
    }


@pytest.mark.check("C101")
def test_cookies_are_bound_to_the_host_in_production() -> None:
    shown = _settings(
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "LANGUAGE_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_DOMAIN",
        "SESSION_COOKIE_PATH",
        "SESSION_COOKIE_SAMESITE",
        **PRODUCTION,
    )

    assert [shown[f"{name}_COOKIE_NAME"] for name in ("SESSION", "CSRF", "LANGUAGE")] == [
        "__Host-session",
        "__Host-csrf",
        "__Host-language",
    ]
    assert all(shown[f"{name}_COOKIE_SECURE"] for name in ("SESSION", "CSRF", "LANGUAGE"))
    assert shown["SESSION_COOKIE_HTTPONLY"]
    assert (shown["SESSION_COOKIE_DOMAIN"], shown["SESSION_COOKIE_PATH"]) == (None, "/")
    assert shown["SESSION_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.check("C100")
def test_browsers_are_told_to_stay_on_https() -> None:
    shown = _settings("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT", **PRODUCTION)

    assert int(str(shown["SECURE_HSTS_SECONDS"])) >= 365 * 24 * 60 * 60
    assert shown["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert shown["SECURE_SSL_REDIRECT"]


@pytest.mark.parametrize(
    ("variable", "advice"),
    [
        ("SOZIALPLANUNG_SECRET_KEY", "secrets.token_urlsafe"),
        ("SOZIALPLANUNG_ALLOWED_HOSTS", "sozialplanung.example.de"),
        ("SOZIALPLANUNG_PUBLIC_URL", "https://"),
        ("SOZIALPLANUNG_DATABASE_HOST", "make up"),
        ("SOZIALPLANUNG_REDIS_URL", "make up"),
    ],
)
def test_a_missing_variable_is_named_with_advice(variable: str, advice: str) -> None:
    rest = {name: value for name, value in PRODUCTION.items() if name != variable}

    done = _run(READ, **rest)

    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert f"{variable} is not set." in last
    assert advice in last


@pytest.mark.parametrize(
    ("variable", "value", "advice"),
    [
        ("SOZIALPLANUNG_MODE", "debug", "production, development, test"),
        ("SOZIALPLANUNG_PUBLIC_URL", "http://sozialplanung.example.de", "https only"),
        ("SOZIALPLANUNG_REDIS_URL", "memory://", "redis://host:port"),
        ("SOZIALPLANUNG_REDIS_URL", "redis://host/0?password=geheim", "without a query"),
        ("SOZIALPLANUNG_DATABASE_PORT", "none", "from 1 to 65535"),
        ("SOZIALPLANUNG_DATABASE_AS", "root", "app, web, owner"),
        ("SOZIALPLANUNG_VAR_DIR", "var", "starts with /"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(variable: str, value: str, advice: str) -> None:
    done = _run(READ, **{**PRODUCTION, variable: value})

    assert done.returncode != 0
    assert advice in done.stderr.strip().splitlines()[-1]
    assert "geheim" not in done.stderr.strip().splitlines()[-1]


def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text(PRODUCTION["SOZIALPLANUNG_SECRET_KEY"] + "\n", encoding="utf-8")
    rest = {name: value for name, value in PRODUCTION.items() if name != "SOZIALPLANUNG_SECRET_KEY"}

    shown = _settings("SECRET_KEY", **rest, SOZIALPLANUNG_SECRET_KEY_FILE=str(secret))

    assert shown == {"SECRET_KEY": PRODUCTION["SOZIALPLANUNG_SECRET_KEY"]}


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("unix:///run/r.sock", "redis+socket:///run/r.sock?virtual_host=0", "unix:///run/r.sock?db=1"),
        ("redis://host:6379/", "redis://host:6379/0", "redis://host:6379/1"),
        ("rediss://:pw@host:6379", "rediss://:pw@host:6379/0", "rediss://:pw@host:6379/1"),
    ],
)
def test_one_address_of_redis_serves_broker_and_cache(url: str, broker: str, cache: str) -> None:
    shown = _settings("CELERY_BROKER_URL", "CACHES", **{**PRODUCTION, "SOZIALPLANUNG_REDIS_URL": url})

    assert shown["CELERY_BROKER_URL"] == broker
    assert isinstance(shown["CACHES"], dict)
    assert shown["CACHES"]["default"]["LOCATION"] == cache


@pytest.mark.parametrize("role", ["app", "owner", "web"])
def test_application_pages_and_owner_are_three_logins(role: str) -> None:
    shown = _settings("DATABASES", **PRODUCTION, SOZIALPLANUNG_DATABASE_AS=role)

    databases = shown["DATABASES"]
    assert isinstance(databases, dict)
    assert databases["default"]["USER"] == databases["inside"]["USER"] == f"sozialplanung_{role}"
    assert databases["public"]["USER"] == "sozialplanung_public"
    assert all("options" not in database["OPTIONS"] for database in databases.values())
    assert databases["default"]["CONN_HEALTH_CHECKS"]


@pytest.mark.check("C108")
def test_pages_alone_have_a_way_to_raw_figures_over_the_login_of_the_office() -> None:
    logins = {"SOZIALPLANUNG_DATABASE_WEB_PASSWORD": "netz", "SOZIALPLANUNG_DATABASE_OFFICE_PASSWORD": "amt"}
    shown: dict[str, Any] = {
        role: _settings("DATABASES", **PRODUCTION, **logins, SOZIALPLANUNG_DATABASE_AS=role)["DATABASES"]
        for role in ("app", "owner", "web")
    }

    assert [role for role, databases in shown.items() if "office" in databases] == ["web"]
    pages = shown["web"]
    assert (pages["office"]["USER"], pages["office"]["PASSWORD"]) == ("sozialplanung_office", "amt")
    assert {pages[alias]["PASSWORD"] for alias in ("default", "inside")} == {"netz"}
    assert "geheim" not in repr(pages)


@pytest.mark.check("C092")
def test_celery_takes_json_only_and_keeps_no_results() -> None:
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_TASK_SERIALIZER == "json"
    assert settings.CELERY_TASK_IGNORE_RESULT
    assert not hasattr(settings, "CELERY_RESULT_BACKEND")


def test_geodjango_uses_the_libraries_of_the_wheels() -> None:
    assert ".libs/" in str(settings.GDAL_LIBRARY_PATH)
    assert ".libs/" in str(settings.GEOS_LIBRARY_PATH)
    assert int(gdal_version().split(b".")[0]) >= 3
    assert geos_version()


def test_the_settings_fit_one_file() -> None:
    lines = (ROOT / "sozialplanung" / "settings.py").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 400


def test_map_services_are_none_until_the_operator_names_their_servers() -> None:
    named = {**PRODUCTION, "SOZIALPLANUNG_MAP_SERVICE_HOSTS": "sgx.geodatenzentrum.de, wms.nrw.de"}

    assert _settings("MAP_SERVICE_HOSTS", "MAP_SERVICE_PRIVATE_HOSTS", **PRODUCTION) == {
        "MAP_SERVICE_HOSTS": [],
        "MAP_SERVICE_PRIVATE_HOSTS": [],
    }
    assert _settings("MAP_SERVICE_HOSTS", **named) == {"MAP_SERVICE_HOSTS": ["sgx.geodatenzentrum.de", "wms.nrw.de"]}


def test_production_asks_no_map_service_without_encryption() -> None:
    plain = {"SOZIALPLANUNG_MAP_SERVICE_PLAIN_HOSTS": "127.0.0.1"}

    assert _run(READ, **PRODUCTION, **plain).returncode != 0
    assert "SOZIALPLANUNG_MAP_SERVICE_PLAIN_HOSTS" in _run(READ, **PRODUCTION, **plain).stderr
