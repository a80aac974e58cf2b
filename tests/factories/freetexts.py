# SPDX-License-Identifier: EUPL-1.2
"""Every free text of every row of the project: found by the models, so that a new field is not forgotten."""

import json
from collections.abc import Collection
from typing import Any, Final

from django.apps import apps
from django.db import connection, models

APPS: Final = ("indicators", "spatial", "accounts", "notifications", "jobs", "audit")
# What code reads and writes: what people wrote there would not be taken, or would be another thing.
CODE: Final = frozenset(
    {
        "accent",
        "account_hash",
        "action",
        "address",
        "boundary_edition",
        "chain_hash",
        "change_kind",
        "code",
        "column",
        "comparison",
        "content_hash",
        "digest",
        "edition",
        "error",
        "error_code",
        "feature_type",
        "finding_key",
        "fingerprint",
        "formula",
        "hierarchy",
        "idempotency_key",
        "input_hash",
        "key",
        "keys",
        "kind",
        "last_hash",
        "left",
        "level",
        "licence",
        "logo_digest",
        "matter",
        "order_hash",
        "official_key",
        "organisation_slug",
        "parent_key",
        "password",
        "path",
        "previous_hash",
        "query",
        "right",
        "role",
        "rule",
        "scope_key",
        "scope_kind",
        "secret_hash",
        "session_data",
        "session_key",
        "severity",
        "slug",
        "sha256",
        "subject_id",
        "subject_type",
        "submitted_hash",
        "topic",
        "values_hash",
        "whole_key",
    }
)
# What has to stand beside a text for its row to be taken.
BESIDE: Final = {"secured_by": "secured_below = 3"}
# Each row of these is public as soon as it is there; what is on its way to them lies in drafts, which are planted.
PUBLIC: Final = frozenset({"accounts.Organisation", "spatial.BoundaryVersion", "spatial.Level", "spatial.UnitVersion"})


def write_everywhere(text: str, *, instead_of: str) -> None:
    """Write a text into each free text of each row, and instead of a word wherever something is stored as a whole."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if free_texts(model):
                write(model, (), text)
            for field in model._meta.local_concrete_fields:
                if isinstance(field, models.JSONField) and field.column is not None:
                    _replace_word(model, field.column, (instead_of, text))


def _replace_word(model: type[models.Model], column: str, words: tuple[str, str]) -> None:
    table, (word, text) = model._meta.db_table, words
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        # A drawing that is kept was escaped when it was drawn: written into afterwards it would be another one.
        replaced = f'UPDATE "{table}" SET "{column}" = replace("{column}"::text, %s, %s)::jsonb'  # noqa: S608 - our names
        cursor.execute(f"{replaced} WHERE \"{column}\"::text NOT LIKE '%%<svg%%'", [word, json.dumps(text)[1:-1]])
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def planted_models() -> list[type[models.Model]]:
    """Return the models of the project in which people write what they like."""
    return [model for app in APPS for model in apps.get_app_config(app).get_models() if _is_planted(model)]


def _is_planted(model: type[models.Model]) -> bool:
    return model._meta.label not in PUBLIC and bool(free_texts(model))


def free_texts(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Return the fields in which people write what they like; what code reads is not among them."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.URLField | models.EmailField)
        and not field.choices
        and field.name not in CODE
    ]


def planted_fields(word: str) -> dict[str, bool]:
    """Say of each free text of each kind of row that came along whether one holds the word."""
    return {
        f"{model._meta.label}.{field.name}": rows_of(model).filter(**{f"{field.name}__contains": word}).exists()
        for model in planted_models()
        if rows_of(model).exists()
        for field in free_texts(model)
    }


def rows_of(model: type[models.Model]) -> models.QuerySet[Any]:
    # What was withdrawn is not among `objects` of remarks.
    return getattr(model, "everything", model._default_manager).all()


def write(model: type[models.Model], but: Collection[Any], text: str) -> None:
    """Write past the triggers that keep people from changing what they signed, in all rows but some."""
    table, texts, key = model._meta.db_table, free_texts(model), model._meta.pk.column
    said = ", ".join(
        [
            *(f'"{field.column}" = left(%s || right({key}::text, 9), {field.max_length or 99})' for field in texts),
            *(BESIDE[field.name] for field in texts if field.name in BESIDE),
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(
            f'UPDATE "{table}" SET {said} WHERE NOT {key} = ANY(%s)',  # noqa: S608 - names of our own models
            [*[f"{text} "] * len(texts), list(but)],
        )
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
