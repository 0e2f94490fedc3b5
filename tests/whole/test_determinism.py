"""The same records give the same bytes, wherever and whenever the site is made."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import PARTS, SITE, Run
from tests.support import CONFIG, REPOSITORY, small_book, write
from tests.trees import differences, modes, tree

ELSEWHERE = Path(__file__).with_name("elsewhere.py")
FOLDER = "ein Büchlein – 本 'x' $HOME"
# Only with both switched off does Python believe in a locale without letters beyond ASCII.
ASCII = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
MORE: dict[str, str | bytes] = {
    "content/pages/method.md": "Title: Method\n\nHow it is made.\n",
    "content/pages/zeta.md": "Title: Zeta\n\nThe last page.\n",
    "content/corrections/b-date.md": "Title: Another date\nDate: 2021-05-02\n\nOn the same day.\n",
    "content/images/bridge.png": "a picture, for a build that copies it as it is\n",
    "claims/empty.yml": "# Nothing yet\n",
}


@dataclass(frozen=True)
class Machine:
    """Where a site is made: variables of the environment, options of Python, and the program."""

    variables: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    program: tuple[str, ...] = ("claimbook", "build", "--output")


def locales() -> Iterator[str]:
    """Those whose letters, capitals or order differ from the usual, as far as this machine has them."""
    done = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)
    return (name for name in done.stdout.split() if re.match(r"(tr|de|az|lt|et|cs|ar|th)_", name))


# Each differs from this one in many ways at once: which of them matters, the bytes that differ will tell.
MACHINES = {
    "later, eastward, with one processor": Machine(
        {
            "ELSEWHERE_AHEAD": "1900000000",  # 60 years
            "ELSEWHERE_LISTING": "forward",
            "ELSEWHERE_PROCESSORS": "1",
            "TZ": "Pacific/Kiritimati",
            "PYTHONHASHSEED": "0",
            "LC_ALL": "xx_YY.UTF-8",  # there is none
            "COLUMNS": "20",
            "TERM": "dumb",
            "NO_COLOR": "1",
        }
    ),
    "earlier, westward, without assertions": Machine(
        {
            "ELSEWHERE_AHEAD": "-1700000000",
            "ELSEWHERE_LISTING": "backward",
            "ELSEWHERE_PROCESSORS": "3",
            "TZ": "America/Los_Angeles",
            "PYTHONHASHSEED": "1",
            "LC_ALL": "POSIX",
            "COLUMNS": "300",
            "FORCE_COLOR": "1",
        },
        ("-O",),
    ),
    "of another user, in ASCII, without docstrings": Machine(
        {
            **{"HOME": "/nowhere", "USER": "ö", "LOGNAME": "ö", "XDG_CACHE_HOME": "", "LANG": "tr_TR"},
            "ELSEWHERE_PROCESSORS": "7",
            "TZ": "Asia/Kathmandu",
            "PYTHONHASHSEED": "4294967295",
            "LC_ALL": "C",
            **ASCII,
        },
        ("-OO",),
    ),
    "plain pelican": Machine(program=("pelican", "-o")),
    "plain pelican, elsewhere": Machine(
        {
            "ELSEWHERE_AHEAD": "900000000",
            "ELSEWHERE_LISTING": "backward",
            "ELSEWHERE_PROCESSORS": "5",
            "TZ": "Asia/Kathmandu",
            "PYTHONHASHSEED": "7",
            "LC_ALL": "C",
            **ASCII,
        },
        ("-O",),
        ("pelican", "-o"),
    ),
    **{f"locale {name}": Machine({"LC_ALL": name, "PYTHONUTF8": "0"}) for name in locales()},
}


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder for Python's path that makes this machine another one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copyfile(ELSEWHERE, folder / "sitecustomize.py")
    return str(folder)


Made = Callable[[Path, Path, Machine], Path]


@pytest.fixture
def made(run: Run, elsewhere: str, tmp_path: Path) -> Made:
    """`made(root, output, machine)`: the site of a book, from nothing but its files."""

    def make(root: Path, output: Path, machine: Machine) -> Path:
        variables = {
            "PYTHONPATH": os.pathsep.join((elsewhere, str(REPOSITORY / "scripts"))),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            **machine.variables,
        }
        done = run(root, *machine.options, "-m", *machine.program, str(output), **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return output

    return make


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book with an address, so that there are cards, and with lists of several pages."""
    config = f"{CONFIG}SITEURL = 'https://example.org/b'\nCLAIMBOOK['page_size'] = 3\n"
    return small_book(tmp_path_factory.mktemp("book"), files=MORE, config=config)


@pytest.fixture(scope="module")
def site(book: Path, run: Run) -> Path:
    """Its site, as made here."""
    done = run(book, "-m", "claimbook", "build", "--output", "here")
    assert done.returncode == 0, done.stdout + done.stderr
    return book / "here"


def test_another_machine_is_another(run: Run, elsewhere: str, tmp_path: Path) -> None:
    """What these tests rest on: clock, order of files, processors and mask do differ there."""
    for name in "bca":
        (tmp_path / name).touch()
    code = """
import datetime, os, time
from pathlib import Path
from claimbook.spread import processes
now = [datetime.date.today(), datetime.datetime.now(), datetime.datetime.fromtimestamp(time.time())]
print({each.year for each in now} | {time.localtime()[0], time.gmtime()[0], int(time.strftime("%Y"))})
print(os.listdir(), [e.name for e in os.scandir()], [p.name for p in Path().rglob("*")], processes())
print(oct(os.umask(0)), isinstance(datetime.date(2021, 1, 1), datetime.date))
"""
    seconds = 86400 * 365 * 100
    told = run(
        *(tmp_path, "-c", code),
        PYTHONPATH=os.pathsep.join((elsewhere, str(REPOSITORY / "scripts"))),
        ELSEWHERE_AHEAD=str(seconds),
        ELSEWHERE_LISTING="backward",
        ELSEWHERE_PROCESSORS="7",
        ELSEWHERE_MASK="077",
    )
    years, listed, rest = told.stdout.splitlines()
    assert re.fullmatch(r"\{21[2-9][0-9]\}", years)
    processors = 7 if sys.platform.startswith("linux") else 1
    assert listed == f"{['c', 'b', 'a']} {['c', 'b', 'a']} {['c', 'b', 'a']} {processors}"
    assert rest == "0o77 True"


@pytest.mark.parametrize("name", MACHINES)
def test_every_machine_makes_the_same_site(
    name: str, book: Path, site: Path, made: Made, tmp_path: Path
) -> None:
    """Byte for byte and with the same modes, cards, feeds and sitemap included."""
    there = made(book, tmp_path / "there", MACHINES[name])
    assert differences(tree(site), tree(there)) == []
    assert modes(there) == modes(site)


def test_every_folder_holds_the_same_site(book: Path, site: Path, made: Made, tmp_path: Path) -> None:
    """Whatever its name, the age of its files, the order they were written in, and who may read them."""
    root = tmp_path / FOLDER
    everything = tree(book).items()
    for number, (path, content) in enumerate(sorted(everything, reverse=True)):
        if not path.startswith("here/"):
            write(root, path, content)
            os.utime(root / path, (number * 1e8, number * 1e8))
            (root / path).chmod(0o755 if number % 2 else 0o600)
    there = made(root, tmp_path / FOLDER / "Seite – ü", Machine({"ELSEWHERE_MASK": "077"}))
    assert differences(tree(site), tree(there)) == []
    assert set(modes(there).values()) == {"-rw-------", "drwx------"}


def test_it_does_not_matter_which_file_holds_a_record(made: Made, tmp_path: Path) -> None:
    """Files by other names, in other folders, actors and topics in files of their own or among the sources.

    Only the links to a record's file in the repository tell where it stands; this book has none.
    """
    config = CONFIG.replace("https://example.org/varnholm", "")
    one = small_book(tmp_path / "one", config=config)
    other = small_book(tmp_path / "other", config=config)
    claims = other / "claims"
    actors = re.split(r"^(?=- )", (claims / "actors.yml").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(actors) > 5
    (claims / "actors.yml").unlink()
    for number, actor in enumerate(reversed(actors)):
        write(other, f"claims/people/{number}.yml", f"actors:\n{actor}")
    (claims / "topics.yml").rename(claims / "a.yml")
    shutil.move(claims / "sources" / "coast-weekly.yml", claims / "zz.yml")
    (claims / "sources" / "tide-magazine-report.yml").rename(claims / "people" / "q.yml")
    with (claims / "zz.yml").open("a", encoding="utf-8") as file:
        file.write((claims / "quantities.yml").read_text(encoding="utf-8"))
    (claims / "quantities.yml").unlink()
    sites = [tree(made(root, root / "site", Machine())) for root in (one, other)]
    assert differences(*sites) == []


ALL_AT_ONCE = {
    "ELSEWHERE_AHEAD": "700000000",
    "ELSEWHERE_LISTING": "backward",
    "ELSEWHERE_PROCESSORS": "5",
    "TZ": "Pacific/Kiritimati",
    "PYTHONHASHSEED": "99",
    "LC_ALL": "C",
    "HOME": "/nowhere",
    "USER": "somebody",
    **ASCII,
}


def test_the_real_book_is_the_same_everywhere(published: Path, made: Made, tmp_path: Path) -> None:
    """Made again with everything different at once; no file tells of the machine it was made on."""
    root = tmp_path / FOLDER
    for name in PARTS:
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(REPOSITORY / name, root / name)
    program = ("claimbook", "build", "--publish", "--output")
    there = made(root, tmp_path / "there", Machine({**ALL_AT_ONCE, "SITEURL": SITE}, ("-O",), program))
    site = tree(there)
    assert differences(tree(published), site) == []
    known = [str(place).encode() for place in (REPOSITORY, published.parent, sys.prefix, Path.home())]
    assert [path for path, content in site.items() if any(place in content for place in known)] == []
