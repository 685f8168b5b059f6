"""Pages that are made from the rules and the command line are up to date."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commplan.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_generated_pages_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.main(["--check"]) == 0, capsys.readouterr().out


def test_the_readme_names_every_command_that_users_have() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    for command in COMMANDS:
        assert f"commplan {command}" in text


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *map(str, Path("docs").glob("*.md"))]
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), f"{page} links to {target}"


def test_the_plan_of_the_readme_is_clean(tmp_path: Path) -> None:
    (plan,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "team.yaml").write_text(plan, "utf-8")
    words = [sys.executable, "-m", "commplan", "check", "--profile", "basic", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout


def test_the_configuration_of_the_readme_is_accepted(tmp_path: Path) -> None:
    from commplan.cli.main import main

    for number, page in enumerate(("README.md", "docs/command-line.md")):
        text = (ROOT / page).read_text("utf-8")
        (config,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
        path = tmp_path / f"{number}.toml"
        path.write_text(config, "utf-8")
        assert main(["rules", "--profile", "basic", "--config", str(path)]) == 0


def test_the_rule_of_the_contributing_guide_works(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(
        r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL
    )
    rule, test = (block.replace("\n   ", "\n") for block in blocks)
    space: dict[str, object] = {}
    exec(compile(rule.lstrip(), "severity_order_shared.py", "exec"), space)
    test = "\n".join(
        line for line in test.splitlines() if not line.strip().startswith("from commplan.rules")
    )
    exec(compile(test.lstrip(), "test_severity_order_shared.py", "exec"), space)
    space["test_the_third_is_compared_with_the_first"]()  # type: ignore[operator]


def test_the_examples_of_the_python_page_run() -> None:
    page = (ROOT / "docs" / "python-api.md").read_text("utf-8")
    plan, rule = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len([line for line in plan.splitlines() if line]) <= 10
    told = [
        subprocess.run(
            [sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for block in (plan, rule)
    ]
    assert "#it-help: group:it-ops" in told[0]
    assert "sev1 → escalation:major" in told[0]
    assert told[1] == "channel:it-help has no owner\n"
