"""How the site looks; `dev.py site` says what is in it."""

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

project = "commplan"
author = "The commplan developers"
copyright = author  # noqa: A001  # Sphinx calls it that
extensions = ["myst_parser", "sphinx_copybutton"]
root_doc = "index"
exclude_patterns = ["schemas", "plans/**/templates"]
html_theme = "furo"
html_title = "commplan"
html_show_sourcelink = False
html_baseurl = "https://commplan.dev/"
html_extra_path = ["published"]
myst_heading_anchors = 4
myst_enable_extensions = ["strikethrough"]
nitpicky = True
copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True


def setup(app: Sphinx) -> None:
    """Show tables of records as they stand: Pygments knows no CSV."""
    app.add_lexer("csv", TextLexer)
