#!/usr/bin/env python3
"""Whether anything this project is built or tested with has a known vulnerability; needs pip-audit installed.

Asks about what `.github/requirements.txt` names, with which the site is published, and about what installing
`pyproject.toml` with its extra `test` brings today, dependencies of dependencies included. An advisory that
does not concern this project is named, with the reason, in `pyproject.toml`; one that is no longer reported
fails, so that the list stays short. So does a package about which nothing is known.

Further arguments go to pip-audit, such as `--vulnerability-service osv`.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "pyproject.toml"
PUBLISHED = ".github/requirements.txt"
TABLE = "[tool.claimbook.ignored-advisories]"

Report = Mapping[str, Any]  # what pip-audit says, as JSON


def main(arguments: Sequence[str]) -> int:
    """Audit both; 0 where nothing needs a person."""
    project = tomllib.loads((ROOT / PROJECT).read_text(encoding="utf-8"))
    ignored = project["tool"]["claimbook"]["ignored-advisories"]
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["test"]]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        print(*wanted, sep="\n", file=file, flush=True)
        reports = {
            PUBLISHED: ask(["--requirement", str(ROOT / PUBLISHED), "--disable-pip", *arguments]),
            PROJECT: ask(["--requirement", file.name, *arguments]),
        }
    problems = list(judge(reports, ignored))
    print(*problems, sep="\n")
    packages = sum(len(report["dependencies"]) for report in reports.values())
    print(f"{packages} packages looked up, {len(ignored)} advisories ignored, {len(problems)} problems.")
    return 1 if problems else 0


def ask(arguments: Sequence[str]) -> Report:
    """What pip-audit reports; ends the program with its words where it reports nothing."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        report: Report = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"pip-audit failed (exit code {done.returncode}):\n{done.stderr}")
    return report


def judge(reports: Mapping[str, Report], ignored: Mapping[str, str]) -> Iterable[str]:
    """Every problem: a vulnerability, a package that nobody knows, an advisory ignored without need."""
    seen: set[str] = set()
    for name, report in reports.items():
        for package in report["dependencies"]:
            if "skip_reason" in package:
                yield f"{name}: {package['name']} could not be looked up: {package['skip_reason']}"
                continue
            for advisory in package["vulns"]:
                known = {advisory["id"], *advisory["aliases"]} & ignored.keys()
                seen |= known
                if not known:
                    yield f"{name}: {package['name']} {package['version']}: {_told(advisory)}"
    for name in sorted(ignored.keys() - seen):
        yield f"{PROJECT}: {TABLE}: {name} is no longer reported; remove it"
    for name, reason in ignored.items():
        if not reason.strip():
            yield f"{PROJECT}: {TABLE}: {name} needs a reason"


def _told(advisory: Mapping[str, Any]) -> str:
    versions = ", ".join(advisory["fix_versions"])
    mended = f"mended in {versions}" if versions else f"not mended yet; where it does not concern us, {TABLE}"
    names = ", ".join([advisory["id"], *advisory["aliases"]])
    return f"{names} ({mended})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
