"""The workflow files: what they may do, which actions they may use, and that GitHub accepts them.

A workflow runs with rights over the repository and its site, so what is not named here is refused.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

GITHUB = Path(__file__).resolve().parents[1] / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTIONS = {
    "check.yml": {"actions/checkout", "actions/setup-python"},
    "publish.yml": {
        "actions/checkout",
        "actions/setup-python",
        "actions/configure-pages",
        "actions/upload-pages-artifact",
        "actions/deploy-pages",
    },
    "publish-large.yml": {
        "actions/checkout",
        "actions/setup-python",
        "actions/configure-pages",
        "actions/upload-artifact",
        "actions/download-artifact",
        "actions/upload-pages-artifact",
        "actions/deploy-pages",
    },
}
PINNED = re.compile(r"uses: (?P<action>[\w/-]+)@(?P<commit>[0-9a-f]{40}) # v\d+\.\d+\.\d+$")

every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def read(name: str) -> dict[str, Any]:
    """A workflow as plain data, every scalar as it was typed (YAML would read the key `on` as true)."""
    found = yaml.load((GITHUB / "workflows" / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The steps of all its jobs."""
    for job in workflow["jobs"].values():
        yield from job["steps"]


def check_schema(schema: str, *paths: Path) -> None:
    """Fail with what check-jsonschema says where a file does not fit one of the schemas it carries."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_these_workflows_and_no_others() -> None:
    """Another workflow needs its rules here first."""
    assert [path.name for path in WORKFLOWS] == sorted(ACTIONS)


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_github_accepts_the_workflows(schema: str) -> None:
    """The workflows fit GitHub's schema, and no job may hang for the six hours that are the default."""
    check_schema(schema, *WORKFLOWS)


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.dependabot", "dependabot.yml"),
        ("vendor.github-issue-forms", "ISSUE_TEMPLATE/correction.yml"),
        ("vendor.github-issue-config", "ISSUE_TEMPLATE/config.yml"),
    ],
)
def test_github_accepts_its_other_files(schema: str, path: str) -> None:
    """GitHub passes over a file that it cannot read without a word, so it is checked here."""
    check_schema(schema, GITHUB / path)


@every_workflow
def test_actions_are_listed_and_pinned(path: Path) -> None:
    """Every action is one of those named above, at a commit, with its version beside it."""
    lines = [line.strip().removeprefix("- ") for line in path.read_text(encoding="utf-8").splitlines()]
    uses = [line for line in lines if line.startswith("uses:")]
    found = [match for line in uses if (match := PINNED.match(line))]
    assert len(found) == len(uses) == sum("uses" in step for step in steps(read(path.name)))
    assert {match["action"] for match in found} == ACTIONS[path.name]


def test_one_commit_per_action() -> None:
    """The workflows agree on the version of an action that both use."""
    used = {step["uses"] for name in ACTIONS for step in steps(read(name)) if "uses" in step}
    assert len(used) == len({action.partition("@")[0] for action in used})


@every_workflow
def test_rights_start_at_reading(path: Path) -> None:
    """A job has the right to read the code and no other, unless it asks for more itself."""
    assert read(path.name)["permissions"] == {"contents": "read"}


def test_only_deploying_may_write() -> None:
    """Checks ask for nothing; the build may look up the site's address; the deployment may change it."""
    assert not any("permissions" in job for job in read("check.yml")["jobs"].values())
    jobs = read("publish.yml")["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert [step.get("uses", "").partition("@")[0] for step in jobs["deploy"]["steps"]] == [
        "actions/deploy-pages"
    ]


def test_pull_requests_see_no_secrets() -> None:
    """Checks run on a stranger's code: without secrets, and not with the rights of the target branch."""
    text = (GITHUB / "workflows" / "check.yml").read_text(encoding="utf-8")
    assert "secrets" not in text
    assert "github.token" not in text
    assert set(read("check.yml")["on"]) == {"pull_request", "push"}


@every_workflow
def test_checkouts_leave_no_credentials(path: Path) -> None:
    """No later step finds the token of the checkout on disk."""
    checkouts = [
        step for step in steps(read(path.name)) if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert checkouts
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


@every_workflow
def test_commands_hold_no_expressions(path: Path) -> None:
    """An expression in a shell command would run what a branch's name says; `env` passes it as text."""
    commands = [step["run"] for step in steps(read(path.name)) if "run" in step]
    assert commands
    assert not [command for command in commands if "${{" in command]


def test_main_is_published_and_checked_elsewhere() -> None:
    """A push to main publishes; a push to any other branch is checked."""
    assert read("publish.yml")["on"] == {"push": {"branches": ["main"]}, "workflow_dispatch": ""}
    assert read("check.yml")["on"]["push"] == {"branches-ignore": ["main"]}


def test_site_address_comes_from_pages() -> None:
    """The published build is told the address that GitHub Pages will serve it at, sub-path included."""
    workflow = read("publish.yml")
    by_id = {step.get("id"): step for step in steps(workflow)}
    assert by_id["pages"]["uses"].startswith("actions/configure-pages@")
    assert "with" not in by_id["pages"]  # it would rewrite the settings of generators it knows
    build = next(step for step in steps(workflow) if step.get("name") == "Build")
    assert build["run"] == "python scripts/run build --publish"
    assert build["env"] == {"SITEURL": "${{ steps.pages.outputs.base_url }}"}
    upload = next(step for step in steps(workflow) if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["with"] == {"path": "output"}


def test_a_running_deployment_is_let_finish() -> None:
    """Deployments wait for one another; only checks give way to newer ones."""
    assert read("publish.yml")["concurrency"] == {"group": "pages", "cancel-in-progress": "false"}
    assert read("check.yml")["concurrency"]["cancel-in-progress"] == "true"


def test_correction_form_takes_the_claim_from_the_address() -> None:
    """Claim pages link to the form with `?template=correction.yml&claim=ID`, which fills that field."""
    form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "correction.yml").read_text(encoding="utf-8"))
    fields = {field["id"]: field["type"] for field in form["body"] if "id" in field}
    assert fields == {"claim": "input", "wrong": "textarea", "document": "textarea", "source": "textarea"}


def test_a_large_book_is_made_of_all_its_shares() -> None:
    """As many machines as there are shares, each named to the build; hidden files go along."""
    workflow = read("publish-large.yml")
    build = workflow["jobs"]["build"]
    shares = build["strategy"]["matrix"]["share"]
    assert shares == [str(number) for number in range(1, int(workflow["env"]["SHARES"]) + 1)]
    made = next(step for step in build["steps"] if step.get("name") == "Build")
    assert made["run"] == 'python scripts/run build --publish --shard "$SHARE/$SHARES"'
    assert made["env"]["SITEURL"] == "${{ steps.pages.outputs.base_url }}"
    kept = next(step for step in build["steps"] if "upload-artifact" in step.get("uses", ""))
    assert kept["with"]["include-hidden-files"] == "true"
    assert workflow["jobs"]["merge"]["steps"][0]["with"]["merge-multiple"] == "true"
