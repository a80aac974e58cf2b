# SPDX-License-Identifier: EUPL-1.2
"""Every service, command, variable, path and port of the container set-up exists in the project."""

import re
import shlex
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from scripts import cache, children, cluster, container, secretfiles
from scripts.layout import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
APPLICATION = ("web", "worker", "sweeper")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PINNED = re.compile(r"^[\w./-]+:\d[\w.-]*(@sha256:[0-9a-f]{64})?$")
ANY_VARIABLE = re.compile(r"SOZIALPLANUNG_[A-Z_]+")


def example_variables() -> set[str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return {line.partition("=")[0] for line in lines if line and not line.startswith("#")}


def settings_variables() -> set[str]:
    source = (ROOT / "sozialplanung" / "settings.py").read_text(encoding="utf-8")
    return {f"SOZIALPLANUNG_{name}" for name in re.findall(r"ENV\.\w+\(\s*\"([A-Z_]+)\"", source)}


def test_there_are_at_most_five_services() -> None:
    assert set(SERVICES) == {"db", "redis", "web", "worker", "sweeper"}


@pytest.mark.parametrize("name", SERVICES)
def test_image_is_pinned_to_a_release(name: str) -> None:
    assert PINNED.match(SERVICES[name]["image"])


def test_base_image_is_pinned_to_a_release() -> None:
    bases = re.findall(r"^ARG BASE=(\S+)$", DOCKERFILE, re.MULTILINE)
    stages = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(bases) == 1
    assert PINNED.match(bases[0])
    assert set(stages) == {"${BASE}"}


def test_application_runs_one_image_that_is_built_once() -> None:
    images = {SERVICES[name]["image"] for name in APPLICATION}

    assert len(images) == 1
    assert [name for name in SERVICES if "build" in SERVICES[name]] == ["web"]


def test_image_runs_as_an_ordinary_user() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)

    assert users == ["sozialplanung"]
    assert "useradd --system --uid 10001" in DOCKERFILE


def test_image_is_built_with_the_scripts_of_make() -> None:
    runs = "\n".join(re.findall(r"^RUN (.*)$", DOCKERFILE, re.MULTILINE))

    assert "python3 -m scripts.setup image" in runs
    assert "scripts/install_packages.sh gettext" in runs


@pytest.mark.parametrize("source", re.findall(r"^COPY (?!--)(\S+) ", DOCKERFILE, re.MULTILINE))
def test_copied_files_exist(source: str) -> None:
    assert (ROOT / source).exists()


def test_web_server_is_the_one_of_make() -> None:
    command = re.findall(r"^CMD \[(.*)\]$", DOCKERFILE, re.MULTILINE)[0].replace('"', "").split(", ")

    assert command == in_container(children.web("0.0.0.0:8000"))
    assert (ROOT / "scripts" / "gunicorn_settings.py").is_file()


def test_worker_is_the_one_of_make() -> None:
    assert SERVICES["worker"]["command"] == in_container(children.worker())


def in_container(command: list[str]) -> list[str]:
    return [Path(command[0]).name, *command[1:]]


def test_sweeper_migrates_with_commands_of_the_project() -> None:
    verb = SERVICES["sweeper"]["command"][-1]

    assert SERVICES["sweeper"]["command"][:3] == ["python", "-m", "scripts.container"]
    assert container.VERBS[verb] is container.sweep
    assert {"migrate", "grant_roles", "sweep_jobs", "load_demo"} <= set(get_commands())


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_a_health_check_that_exists(name: str) -> None:
    test = SERVICES[name]["healthcheck"]["test"]

    assert test[0] == "CMD"
    if "scripts.container" in test:
        assert test[-1] in container.VERBS


def test_sweeper_is_healthy_once_it_has_migrated() -> None:
    assert SERVICES["sweeper"]["healthcheck"]["test"][-1] == str(container.MIGRATED)
    assert SERVICES["sweeper"]["tmpfs"] == [str(container.MIGRATED.parent)]
    assert all(SERVICES[name]["depends_on"]["sweeper"]["condition"] == "service_healthy" for name in ("web", "worker"))


def test_redis_has_the_settings_of_make() -> None:
    command = SERVICES["redis"]["command"]
    settings = {name.removeprefix("--"): value for name, value in zip(command[1::2], command[2::2], strict=True)}

    assert command[0] == "redis-server"
    assert settings == {name: value for name, value in cache.SETTINGS.items() if name in settings}
    assert {"save", "appendonly", "maxmemory-policy"} <= set(settings)


@pytest.mark.parametrize("name", APPLICATION)
def test_variables_are_those_of_the_settings(name: str) -> None:
    given = {variable.removesuffix("_FILE") for variable in SERVICES[name]["environment"]}

    assert given <= settings_variables()


def test_variables_of_the_example_are_those_of_the_settings() -> None:
    assert example_variables() == settings_variables()


def test_variables_that_compose_asks_for_are_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)[:}]", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))

    assert asked <= example_variables()


def test_only_the_sweeper_knows_the_owners_password() -> None:
    knowing = [name for name in APPLICATION if "database_owner_password" in SERVICES[name]["secrets"]]

    assert knowing == ["sweeper"]
    assert SERVICES["sweeper"]["environment"]["SOZIALPLANUNG_DATABASE_OWNER_USER"] == cluster.OWNER
    assert "ports" not in SERVICES["sweeper"]


def test_only_the_web_server_knows_the_logins_of_pages_and_not_that_of_the_workers() -> None:
    knowing = {
        login: [name for name in APPLICATION if f"database_{login}_password" in SERVICES[name]["secrets"]]
        for login in ("web", "office", "app")
    }

    assert knowing == {"web": ["web"], "office": ["web"], "app": ["worker", "sweeper"]}
    assert SERVICES["web"]["environment"]["SOZIALPLANUNG_DATABASE_AS"] == "web"
    assert {SERVICES[name]["environment"]["SOZIALPLANUNG_DATABASE_AS"] for name in ("worker", "sweeper")} == {"app"}


def test_secrets_are_files_that_the_project_makes() -> None:
    files = {name: Path(secret["file"]) for name, secret in COMPOSE["secrets"].items()}
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}

    assert set(files) == set(secretfiles.FOR_CONTAINERS) == used
    assert all(path == Path("var/secrets") / name for name, path in files.items())


@pytest.mark.parametrize("name", SERVICES)
def test_secret_variables_point_to_secrets_of_the_service(name: str) -> None:
    service = SERVICES[name]
    pointed = {Path(value).name for key, value in service.get("environment", {}).items() if key.endswith("_FILE")}

    assert pointed == set(service.get("secrets", []))


def test_volumes_are_named_or_files_of_the_project() -> None:
    sources = [volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]

    assert {source for source in sources if not source.startswith("./")} == set(COMPOSE["volumes"])
    assert all((ROOT / source).is_file() for source in sources if source.startswith("./"))


def test_init_script_of_the_database_can_be_run() -> None:
    script = ROOT / "scripts" / "database_init.sh"
    asked = set(re.findall(r"\$(\w+_FILE)", script.read_text(encoding="utf-8")))

    assert script.stat().st_mode & stat.S_IXUSR
    assert asked <= set(SERVICES["db"]["environment"])
    script_of_roles = (ROOT / "scripts" / "database.sql").read_text(encoding="utf-8")
    for variable in asked:
        name = variable.removesuffix("_FILE")
        assert f"\\getenv {name.lower()} {name}" in script_of_roles


def test_only_the_web_server_has_a_port_and_only_on_this_machine() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert ports == {"web": ["127.0.0.1:8000:8000"]}
    assert "EXPOSE 8000" in DOCKERFILE
    assert ":8000" in container.ADDRESS


@pytest.mark.parametrize("name", APPLICATION)
def test_application_has_no_more_rights_than_it_needs(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_commands_in_the_head_of_the_file_exist() -> None:
    head = (ROOT / "docker-compose.yml").read_text(encoding="utf-8").partition("\nname:")[0]
    (once,) = re.findall(r"# Once: +(.*)", head)
    (update,) = re.findall(r"# Update: +docker compose exec db (\S+),", head)
    (demo,) = re.findall(r"# Demo: +(.*)", head)

    assert shlex.split(once) == ["python3", "-m", "scripts.secretfiles", "&&", "cp", ".env.example", ".env"]
    assert any(update in volume for volume in SERVICES["db"]["volumes"])
    assert shlex.split(demo)[-1] in get_commands()
    assert set(ANY_VARIABLE.findall(demo)) <= settings_variables()
