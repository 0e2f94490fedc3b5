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
    "links.yml": {
        "actions/checkout",
        "actions/setup-python",
        "actions/upload-artifact",
        "actions/download-artifact",
    },
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
# Every right of every job; one that is not here has none.
RIGHTS = {
    "check.yml": {name: {"contents": "read"} for name in ("test", "build", "published", "audit")},
    "links.yml": {"ask": {"contents": "read"}, "report": {"issues": "write"}},
    "publish.yml": {
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    },
    "publish-large.yml": {
        "build": {"contents": "read", "pages": "read"},
        "merge": {},
        "deploy": {"pages": "write", "id-token": "write"},
    },
}
# What may start a workflow. Others run with the rights of main on what a stranger sent (pull_request_target,
# workflow_run, issue_comment …).
TRIGGERS = {
    "check.yml": {"pull_request", "push", "schedule", "workflow_dispatch"},
    "links.yml": {"schedule", "workflow_dispatch"},
    "publish.yml": {"push", "workflow_dispatch"},
    "publish-large.yml": {"workflow_dispatch"},
}
# What an expression may read: nothing of these is written by somebody who may not push.
EXPRESSION = re.compile(
    r"github\.(ref|token|repository)|matrix\.\w+|steps\.\w+\.outputs\.(base_url|page_url)"
    r"|steps\.ask\.outcome == 'failure'|needs\.ask\.outputs\.lost"
)
INSTALL = "python -m pip install --require-hashes -r .github/requirements.txt"
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
def test_jobs_have_the_rights_they_need(path: Path) -> None:
    """A job has no right at all, unless it asks for it; each of them is named above."""
    workflow = read(path.name)
    assert workflow["permissions"] == {}
    assert {name: job.get("permissions", {}) for name, job in workflow["jobs"].items()} == RIGHTS[path.name]


@pytest.mark.parametrize(
    ("name", "job", "actions"),
    [
        ("publish.yml", "deploy", ["actions/deploy-pages"]),
        ("publish-large.yml", "deploy", ["actions/deploy-pages"]),
        ("links.yml", "report", ["actions/download-artifact", ""]),
    ],
)
def test_who_may_write_runs_no_code_of_the_repository(name: str, job: str, actions: list[str]) -> None:
    """Nothing is checked out or installed beside a right to write: what was made elsewhere is data."""
    done = read(name)["jobs"][job]["steps"]
    assert [step.get("uses", "").partition("@")[0] for step in done] == actions


@every_workflow
def test_what_may_start_a_workflow(path: Path) -> None:
    """Pull requests start the checks and nothing else, with no rights over the branch they go to."""
    assert set(read(path.name)["on"]) == TRIGGERS[path.name]


def test_pull_requests_see_no_secrets() -> None:
    """Checks run on a stranger's code: without secrets, and not with the rights of the target branch."""
    text = (GITHUB / "workflows" / "check.yml").read_text(encoding="utf-8")
    assert "secrets" not in text
    assert "github.token" not in text


def test_pull_requests_leave_nothing_behind() -> None:
    """No artifact that somebody might deploy, and no cache that publishing or asking would take up."""
    assert not [name for name in ACTIONS["check.yml"] if "artifact" in name or "pages" in name]
    for name in ACTIONS.keys() - {"check.yml"}:
        text = (GITHUB / "workflows" / name).read_text(encoding="utf-8")
        assert "actions/cache" not in text
        assert not [step for step in steps(read(name)) if "cache" in step.get("with", {})]


def test_only_the_token_of_a_run_is_a_secret() -> None:
    """No workflow needs one of the owner's; the token goes to the one step that keeps an issue."""
    assert not [path for path in WORKFLOWS if "secrets" in path.read_text(encoding="utf-8")]
    given = [step for name in ACTIONS for step in steps(read(name)) if "github.token" in str(step)]
    assert [step["name"] for step in given] == ["Open, rewrite or close it"]


@pytest.mark.parametrize(
    ("name", "job"),
    [
        ("publish.yml", "build"),
        ("publish-large.yml", "build"),
        ("links.yml", "ask"),
        ("check.yml", "published"),
    ],
)
def test_packages_are_installed_by_hash(name: str, job: str) -> None:
    """What is published is made with files that were seen before; the checks try the same installation."""
    commands = [step["run"] for step in read(name)["jobs"][job]["steps"] if "run" in step]
    assert commands[0] == INSTALL
    assert [command for command in commands if "pip" in command] == [INSTALL]
    assert commands[1].startswith("python -m claimbook ")


def test_vulnerabilities_are_looked_for_in_every_pull_request_and_every_week() -> None:
    """By a tool whose major is known; advisories appear without a commit."""
    workflow = read("check.yml")
    commands = [step["run"] for step in workflow["jobs"]["audit"]["steps"] if "run" in step]
    assert commands == [
        "python -m pip install 'pip-audit>=2.10,<3' 'zizmor>=1.32,<2'",
        "python .ci/audit.py",
        "zizmor --offline .github",
    ]
    assert [len(entry["cron"].split()) for entry in workflow["on"]["schedule"]] == [5]


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


@every_workflow
def test_expressions_read_nothing_that_strangers_write(path: Path) -> None:
    """Titles, names of branches and messages stand in no expression, wherever a workflow has one."""
    found = re.findall(r"\$\{\{ (.*?) \}\}", path.read_text(encoding="utf-8"))
    assert path.read_text(encoding="utf-8").count("${{") == len(found)
    assert [expression for expression in found if not EXPRESSION.fullmatch(expression)] == []


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
    assert build["run"] == "python -m claimbook build --publish"
    assert build["env"] == {"PYTHONPATH": "scripts", "SITEURL": "${{ steps.pages.outputs.base_url }}"}
    upload = next(step for step in steps(workflow) if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["with"] == {"path": "output"}


def test_a_running_deployment_is_let_finish() -> None:
    """Deployments wait for one another; only checks give way to newer ones."""
    assert read("publish.yml")["concurrency"] == {"group": "pages", "cancel-in-progress": "false"}
    assert read("publish-large.yml")["concurrency"] == read("publish.yml")["concurrency"]
    assert read("links.yml")["concurrency"] == {"group": "links", "cancel-in-progress": "false"}
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
    assert made["run"] == 'python -m claimbook build --publish --shard "$SHARE/$SHARES"'
    assert made["env"]["SITEURL"] == "${{ steps.pages.outputs.base_url }}"
    kept = next(step for step in build["steps"] if "upload-artifact" in step.get("uses", ""))
    assert kept["with"]["include-hidden-files"] == "true"
    assert workflow["jobs"]["merge"]["steps"][0]["with"]["merge-multiple"] == "true"


# links.yml keeps one issue

GH = """\
#!/bin/sh
printf '%s\\n' "$*" >> calls.txt
case "$1 $2" in "issue list") printf '%s' "$OPEN";; esac
"""
LIST = "issue list --label lost links --state open --limit 1 --json number --jq .[].number"


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
@pytest.mark.parametrize(
    ("lost", "open_issue", "calls"),
    [
        ("false", "", []),
        ("false", "7", ["issue close 7 --comment Every address answers, or has an archived copy that does."]),
        ("true", "7", ["api --silent --method PATCH repos/o/book/issues/7 --field body=@links.md"]),
        (
            "true",
            "",
            [
                "label create lost links --force "
                "--description Kept by links.yml: the one report on external addresses",
                "issue create --title External addresses that no longer answer --label lost links "
                "--body-file links.md",
            ],
        ),
    ],
)
def test_one_issue_is_opened_rewritten_and_closed(
    tmp_path: Path, lost: str, open_issue: str, calls: list[str]
) -> None:
    """The step's own commands, as the runner starts them, with a program in the place of GitHub's."""
    step = read("links.yml")["jobs"]["report"]["steps"][-1]
    program = tmp_path / "gh"
    program.write_text(GH, encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "step.sh").write_text(step["run"], encoding="utf-8")
    given = {"GH_REPO": "o/book", "LOST": lost, "OPEN": open_issue}
    environment = {**step["env"], **given, "PATH": f"{tmp_path}:/usr/bin:/bin"}
    subprocess.run(["bash", "-e", "step.sh"], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "calls.txt").read_text(encoding="utf-8").splitlines() == [LIST, *calls]


def test_lost_links_fail_no_run_and_a_missing_report_does() -> None:
    """The command's exit code says whether links are lost; a book that cannot be read leaves no report."""
    job = read("links.yml")["jobs"]["ask"]
    ask = next(step for step in job["steps"] if step.get("id") == "ask")
    assert ask["continue-on-error"] == "true"
    assert ask["run"] == "python -m claimbook links --report links.md"
    assert job["steps"][-1]["with"]["if-no-files-found"] == "error"
    assert read("links.yml")["jobs"]["report"]["needs"] == "ask"
