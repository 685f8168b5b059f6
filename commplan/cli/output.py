"""Write the files that a command was asked for."""

from commplan.errors import ConfigError


def write_file(path: str, text: str) -> None:
    """Write text in UTF-8. Raises ConfigError, naming the file."""
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    except ValueError as error:  # a path with a NUL character
        raise ConfigError(f"{path}: cannot be written: {error}") from error
