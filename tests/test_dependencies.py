"""What the project is built with: bounded, pinned by hash where the site is published, audited.

`.ci/audit.py` itself asks a service on the web, so what is tested here is how it judges the answers; the
workflow runs it whole.
"""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
PUBLISHED = (REPOSITORY / ".github" / "requirements.txt").read_text(encoding="utf-8")
# Pillow mends holes in its newest major alone; watchfiles has no part in what is published.
UNBOUNDED = {"pillow", "watchfiles"}

Judge = Callable[[Mapping[str, Any], Mapping[str, str]], Iterable[str]]


def pins() -> dict[str, str]:
    """Name and version of everything the site is published with."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", PUBLISHED, re.MULTILINE))


def test_dependencies_are_bounded() -> None:
    """Each from below; from above too, where a new major could break what we lean on."""
    bounds = {r.name: {s.operator for s in r.specifier} for r in DIRECT}
    assert [name for name, operators in bounds.items() if ">=" not in operators] == []
    assert {name for name, operators in bounds.items() if "<" not in operators} == UNBOUNDED


@pytest.mark.parametrize("wanted", DIRECT, ids=lambda wanted: wanted.name)
def test_the_site_is_published_with_what_the_project_asks_for(wanted: Requirement) -> None:
    """The list of hashes is made anew when a bound moves; its head says how."""
    assert wanted.specifier.contains(pins()[canonicalize_name(wanted.name)])


def test_whatever_is_published_with_has_its_hashes() -> None:
    """Nothing in the list is asked for by name alone, from an address or from a folder."""
    first, *entries = [line for line in PUBLISHED.splitlines() if line and not re.match(r"\s*#", line)]
    assert first == "--only-binary :all:"  # so that installing runs no program of a package
    entry = re.compile(r"[a-z0-9-]+==[0-9][0-9.a-z]*( ; [a-z_]+ [<>=]+ '[0-9.]+')? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in entries if not entry.fullmatch(line) and not digest.fullmatch(line)] == []
    for before, after in zip(entries, [*entries[1:], ""], strict=True):
        assert before.endswith("\\") == bool(digest.fullmatch(after))


def test_ignored_advisories_have_a_reason() -> None:
    """The one place where they stand; an id as advisories have it."""
    ignored = PROJECT["tool"]["claimbook"]["ignored-advisories"]
    assert all(re.fullmatch(r"(PYSEC|GHSA|CVE)-[\w-]+", name) for name in ignored)
    assert all(reason.strip() for reason in ignored.values())


# .ci/audit.py


@pytest.fixture(scope="module")
def judge() -> Judge:
    """`judge` of `.ci/audit.py`."""
    spec = importlib.util.spec_from_file_location("audit", REPOSITORY / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Judge = module.judge
    return found


def report(*packages: Mapping[str, Any]) -> dict[str, Any]:
    """A report of pip-audit on one list, beside a package without fault."""
    return {"list.txt": {"dependencies": [{"name": "fine", "version": "1", "vulns": []}, *packages]}}


def broken(*fixes: str) -> dict[str, Any]:
    """A package with one vulnerability."""
    advisory = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-2"], "fix_versions": [*fixes]}
    return {"name": "weak", "version": "2.0", "vulns": [advisory]}


TABLE = "[tool.claimbook.ignored-advisories]"


@pytest.mark.parametrize(
    ("found", "ignored", "problems"),
    [
        (report(), {}, []),
        (report(broken("2.1")), {}, ["list.txt: weak 2.0: PYSEC-2026-1, CVE-2026-2 (mended in 2.1)"]),
        (
            report(broken()),
            {},
            [
                "list.txt: weak 2.0: PYSEC-2026-1, CVE-2026-2 "
                f"(not mended yet; where it does not concern us, {TABLE})"
            ],
        ),
        (report(broken()), {"PYSEC-2026-1": "No such input reaches it."}, []),
        (report(broken()), {"CVE-2026-2": "No such input reaches it."}, []),
        (report(broken()), {"CVE-2026-2": " "}, [f"pyproject.toml: {TABLE}: CVE-2026-2 needs a reason"]),
        (
            report(),
            {"CVE-2026-2": "No such input reaches it."},
            [f"pyproject.toml: {TABLE}: CVE-2026-2 is no longer reported; remove it"],
        ),
        (
            report({"name": "odd", "skip_reason": "not found on PyPI"}),
            {},
            ["list.txt: odd could not be looked up: not found on PyPI"],
        ),
    ],
)
def test_the_audit_judges(
    judge: Judge, found: Mapping[str, Any], ignored: Mapping[str, str], problems: list[str]
) -> None:
    """A vulnerability fails, mended or not; so does an advisory ignored without need, and not knowing."""
    assert list(judge(found, ignored)) == problems
