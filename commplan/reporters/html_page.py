"""The parts of the HTML report that no finding has a say in: its frame and its looks.

The page loads nothing and runs nothing, which its own policy holds it to.
"""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --faint: #57606a;
  --line: #d0d7de; --code: #f6f8fa; --mark: #fff1b8;
  --error: #a40e26; --warning: #7d4e00; --info: #0550ae; --ok: #116329; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117;
  --faint: #9da7b3; --line: #3d444d; --code: #161b22; --mark: #5c4400;
  --error: #ff9492; --warning: #f0b72f; --info: #79c0ff; --ok: #56d364; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
h3 { font-size: 1rem; margin: 0; }
bdi, code, pre { overflow-wrap: anywhere; unicode-bidi: isolate; }
code, pre { font: 0.875em/1.5 ui-monospace, monospace; }
pre { background: var(--code); padding: 0.5rem 0.75rem; white-space: pre-wrap; margin: 0.5rem 0; }
mark { background: var(--mark); color: inherit; }
article { border: 1px solid var(--line); border-left-width: 0.4rem; padding: 0.75rem 1rem;
  margin: 0.75rem 0; }
article p, article ul { margin: 0.4rem 0; }
.verdict { border: 2px solid; padding: 0.75rem 1rem; font-weight: 600; }
.error { border-left-color: var(--error); } .error h3 b, .bad { color: var(--error); }
.warning { border-left-color: var(--warning); } .warning h3 b { color: var(--warning); }
.info { border-left-color: var(--info); } .info h3 b { color: var(--info); }
.good { color: var(--ok); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; }
dt { color: var(--faint); } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 0.4rem; text-align: left;
  vertical-align: top; }
label { margin-right: 1.5rem; white-space: nowrap; }
#show-error:not(:checked) ~ main article.error,
#show-warning:not(:checked) ~ main article.warning,
#show-info:not(:checked) ~ main article.info,
#show-known:not(:checked) ~ main article.known { display: none; }
input:focus-visible, summary:focus-visible { outline: 3px solid var(--info); }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  .filter { display: none; }
  article { break-inside: avoid; display: block !important; }
}
"""
"""Severities are told by words as well as by colours; all pairs of colours have a contrast
of 4.5 to 1 or more. What is filtered out on the screen is printed all the same."""


def policy(style: str = STYLE, images: str = "'none'") -> str:
    """A page's content security policy: its own style, images from there, and nothing else."""
    from base64 import b64encode
    from hashlib import sha256

    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )


def page(title: str, body: str, *, more_style: str = "", images: str = "'none'") -> str:
    """Return a whole document; title and body are HTML already.

    ``more_style`` are further rules of style, ``images`` is where images may come from.
    """
    style = STYLE + more_style
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(style, images)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
