"""Configuration: ``commplan.toml``, or ``[tool.commplan]`` in ``pyproject.toml``."""

from commplan.config.configuration import Configuration as Configuration
from commplan.config.configuration import PathSettings as PathSettings
from commplan.config.configuration import load as load
from commplan.config.configuration import passed_over as passed_over
