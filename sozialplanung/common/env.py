# SPDX-License-Identifier: EUPL-1.2
"""Typed readers for settings that come from the environment; each failure says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class SettingsError(Exception):
    """A variable of the environment is missing or cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Environment:
    """Read variables that start with one prefix; an empty value counts as not set."""

    source: Mapping[str, str]
    prefix: str

    def text(self, name: str, *, default: str | None = None, hint: str = "") -> str:
        """Return a text; without a default the variable has to be set."""
        value = self._raw(name)
        if value is not None:
            return value
        if default is not None:
            return default
        raise SettingsError(self._missing(name, hint))

    def choice(self, name: str, *, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the allowed words."""
        value = self.text(name, default=default)
        if value not in allowed:
            raise SettingsError(self._wrong(name, value, f"one of {', '.join(allowed)}"))
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a switch written as 1/0, true/false, yes/no or on/off."""
        value = self._raw(name)
        if value is None:
            return default
        word = value.lower()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
        raise SettingsError(self._wrong(name, value, "1, true, yes, on or 0, false, no, off"))

    def integer(self, name: str, *, default: int, minimum: int, maximum: int) -> int:
        """Return a whole number between the two bounds, both allowed."""
        value = self._raw(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit() and minimum <= int(value) <= maximum):
            allowed = f"a whole number from {minimum} to {maximum}"
            raise SettingsError(self._wrong(name, value, allowed))
        return int(value)

    def words(self, name: str, *, default: tuple[str, ...] | None = None, hint: str = "") -> list[str]:
        """Return the comma-separated words of a variable."""
        if default is not None and self._raw(name) is None:
            return list(default)
        value = self.text(name, hint=hint)
        words = [word.strip() for word in value.split(",") if word.strip()]
        if not words:
            raise SettingsError(self._wrong(name, value, "words separated by commas"))
        return words

    def path(self, name: str, *, default: Path) -> Path:
        """Return an absolute path."""
        value = self._raw(name)
        path = default if value is None else Path(value)
        if not path.is_absolute():
            raise SettingsError(self._wrong(name, str(path), "a path that starts with /"))
        return path

    def secret(self, name: str, *, default: str | None = None, hint: str = "") -> str:
        """Return a secret from the variable itself or from the file that `<name>_FILE` points to."""
        inline, file_name = self._raw(name), self._raw(f"{name}_FILE")
        if inline is not None and file_name is not None:
            raise SettingsError(
                f"{self.prefix}{name} and {self.prefix}{name}_FILE are both set. "
                "Keep the one you mean and remove the other."
            )
        if file_name is not None:
            return self._secret_file(f"{name}_FILE", Path(file_name))
        if inline is not None:
            return inline
        if default is not None:
            return default
        raise SettingsError(self._missing(name, hint, or_file=True))

    def _secret_file(self, name: str, path: Path) -> str:
        try:
            secret = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"{self.prefix}{name} points to a file that cannot be read: {path} "
                f"({type(error).__name__}). Check the path and who may read the file."
            ) from error
        if not secret:
            raise SettingsError(f"{self.prefix}{name} points to an empty file: {path}. Write the secret into it.")
        return secret

    def _raw(self, name: str) -> str | None:
        value = self.source.get(f"{self.prefix}{name}", "").strip()
        return value or None

    def _missing(self, name: str, hint: str, *, or_file: bool = False) -> str:
        variable = f"{self.prefix}{name}"
        ways = f"Set {variable}"
        if or_file:
            ways += f", or {variable}_FILE with the path of a file that holds it"
        return f"{variable} is not set. {ways}. {hint}".strip()

    def _wrong(self, name: str, value: str, allowed: str) -> str:
        return f"{self.prefix}{name} is {value!r}. Allowed: {allowed}."
