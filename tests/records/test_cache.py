"""Kept records: the same as read ones, never from a place others can write, never a reason to fail."""

import hashlib
import os
import sys
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimbook import private
from claimbook.records import Loaded, cache, files, load, open_cache, read_file
from tests.support import FIRST, SECOND, small_book, write

posix = pytest.mark.skipif(sys.platform == "win32", reason="folders have no such owners and modes")


def told(loaded: Loaded) -> str:
    """Everything that was read, and where a problem with each record's first link would be found."""
    places = [loaded.problem(origin, "speaker[0]", "w") for _, _, origin in loaded.declared]
    return repr((loaded.records, loaded.declared, sorted(loaded.problems), loaded.cut, places))


def keeping(root: Path, folder: Path, built: dict[str, bytes] | None = None) -> Loaded:
    """What a load with the cache gave, and kept; `built` are the files of the published site."""
    found = load(root, cache=open_cache(root, folder))
    found.keep(built)
    return found


def kept(folder: Path) -> list[Path]:
    """The files of the cache."""
    return sorted((folder / "claimbook").iterdir())


def parsed(root: Path, folder: Path) -> list[str]:
    """The files that a load with the cache had to parse."""
    with mock.patch.object(files, "read_bytes", wraps=files.read_bytes) as reading:
        keeping(root, folder)
    return [call.args[0] for call in reading.call_args_list]


def test_only_changed_files_are_parsed(tmp_path: Path) -> None:
    """After a first load nothing is parsed but what changed; what a file held before does not come back."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    first = parsed(root, folder)
    assert "claims/actors.yml" in first
    assert parsed(root, folder) == []
    write(root, "claims/sources/coast-weekly.yml", FIRST.replace("  voice: quoted", "  voice: sung", 1))
    assert parsed(root, folder) == ["claims/sources/coast-weekly.yml"]
    assert parsed(root, folder) == ["claims/sources/coast-weekly.yml"]  # files with problems are not kept
    write(root, "claims/sources/coast-weekly.yml", FIRST)
    assert parsed(root, folder) == ["claims/sources/coast-weekly.yml"]
    assert parsed(root, folder) == []


def test_a_removed_file_is_forgotten(tmp_path: Path) -> None:
    """Its records are gone from the load and, unless a site still has them, from what is kept."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    write(root, "claims/more.yml", "quantities:\n- {id: q-more, label: L, unit: u}\n")
    keeping(root, folder)
    (path,) = kept(folder)
    assert b"q-more" in path.read_bytes()
    (root / "claims/more.yml").unlink()
    assert told(keeping(root, folder, built={})) == told(load(root))
    assert b"q-more" not in path.read_bytes()


def test_what_files_held_when_the_site_was_built_is_known(tmp_path: Path) -> None:
    """After any number of loads: of files edited and removed, but not of states that no site has."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    name, more = "claims/sources/coast-weekly.yml", "claims/more.yml"
    write(root, more, "quantities:\n- {id: q-more, label: L, unit: u}\n")
    built = keeping(root, folder).sums
    first = load(root)
    assert keeping(root, folder, built).since(built) == (set(), [], [])
    (root / more).unlink()
    for voice in ("Amended twice.", "sung", "Amended."):
        write(root, name, FIRST.replace("  statement: ", f"  statement: {voice} ", 1))
        found = keeping(root, folder).since(built)
        assert found is not None
        assert found[0] == {name, more}
        assert found[1] == [r for r in first.records if r.origin and r.origin.path in (name, more)]
        assert {record.origin.path for record in found[2] if record.origin} == {name}
    now = keeping(root, folder, built)
    later = now.sums
    assert now.since(built) is not None
    write(root, name, FIRST)
    again = keeping(root, folder, later)
    assert again.since(later) is not None
    assert again.since({**later, name: b"unheard of"}) is None
    assert keeping(root, folder).since({**later, more: built[more]}) is None


def test_without_a_cache_nothing_is_known_of_older_files(tmp_path: Path) -> None:
    """The one thing that can be told is that nothing changed."""
    root = small_book(tmp_path / "book")
    found = load(root)
    assert found.since(found.sums) == (set(), [], [])
    assert found.since({}) == ({*found.sums}, [], found.records)
    assert found.since({**found.sums, "claims/actors.yml": b""}) is None


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    """A load that met only kept files leaves the cache as it is."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    keeping(root, folder)
    with mock.patch.object(private.Keep, "write") as writing:
        keeping(root, folder)
    assert writing.call_args_list == []


def many_files(root: Path) -> Path:
    """A book of so many files that one of them is few."""
    small_book(root)
    for number in range(20):
        write(root, f"claims/more/q-{number}.yml", f"quantities:\n- {{id: q-{number}, label: L, unit: u}}\n")
    return root


def test_a_few_edits_are_kept_beside_the_rest(tmp_path: Path) -> None:
    """One edit after another: what was kept of all files is not written again, and nothing parsed again."""
    root, folder = many_files(tmp_path / "book"), tmp_path / "cache"
    keeping(root, folder)
    (whole,) = kept(folder)
    before = whole.stat()
    for number in (3, 4, 3):
        name = f"claims/more/q-{number}.yml"
        label = f"Other {(root / name).stat().st_size}"
        write(root, name, f"quantities:\n- {{id: q-{number}, label: {label}, unit: u}}\n")
        assert parsed(root, folder) == [name]
        assert parsed(root, folder) == []
        assert told(load(root, cache=open_cache(root, folder))) == told(load(root))
    (root / "claims/more/q-5.yml").unlink()
    assert told(keeping(root, folder)) == told(load(root))
    with mock.patch.object(private.Keep, "write") as writing:
        keeping(root, folder)
    assert writing.call_args_list == []
    assert (whole.stat().st_ino, whole.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    (edits,) = {*kept(folder)} - {whole}
    assert edits.stat().st_size < whole.stat().st_size


def test_many_edits_are_kept_with_the_rest(tmp_path: Path) -> None:
    """What was kept beside older states of all files counts no more."""
    root, folder = many_files(tmp_path / "book"), tmp_path / "cache"
    keeping(root, folder)
    for number in range(20):
        name = f"claims/more/q-{number}.yml"
        write(root, name, f"quantities:\n- {{id: q-{number}, label: Other, unit: u}}\n")
        assert parsed(root, folder) == [name]
    (whole,) = (path for path in kept(folder) if path.suffix == ".records")
    assert whole.read_bytes().count(b"Other") > 10
    assert parsed(root, folder) == []


@pytest.mark.parametrize("damage", ["gone", "cut", "older"])
def test_without_the_edits_only_their_files_are_parsed(tmp_path: Path, damage: str) -> None:
    """Of a damaged or missing file of edits, and of one that belongs to an older state, nothing is used."""
    root, folder = many_files(tmp_path / "book"), tmp_path / "cache"
    keeping(root, folder)
    name = "claims/more/q-3.yml"
    write(root, name, "quantities:\n- {id: q-3, label: Other, unit: u}\n")
    keeping(root, folder)
    (edits,) = (path for path in kept(folder) if path.suffix == ".edits")
    if damage == "gone":
        edits.unlink()
    elif damage == "cut":
        edits.write_bytes(edits.read_bytes()[:-1])
    else:
        with mock.patch.object(cache, "_FEW", 1_000):
            write(root, "claims/more/q-4.yml", "quantities:\n- {id: q-4, label: Other, unit: u}\n")
            keeping(root, folder)
        write(root, "claims/more/q-4.yml", "quantities:\n- {id: q-4, label: L, unit: u}\n")
        name = "claims/more/q-4.yml"
    assert parsed(root, folder) == [name]
    assert parsed(root, folder) == []


@settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_a_load_with_kept_records_is_a_plain_load(tmp_path: Path, data: st.DataObject) -> None:
    """After any edit, sound or not, records, problems and places are those of a load without a cache."""
    root, folder = tmp_path / "book", tmp_path / "cache"
    if not root.exists():
        small_book(root)
    name, content = data.draw(
        st.sampled_from([("claims/sources/coast-weekly.yml", FIRST), ("claims/sources/other.yml", SECOND)])
    )
    first = data.draw(st.integers(0, len(content)))
    last = data.draw(st.integers(first, min(len(content), first + 40)))
    put = data.draw(st.sampled_from(["", "x", "\n", "# a note\n", "  note: More.\n", ": ", "["]))
    write(root, name, content[:first] + put + content[last:])
    assert told(keeping(root, folder)) == told(load(root))
    assert told(keeping(root, folder)) == told(load(root))


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "foreign", "checksum"])
def test_a_damaged_file_is_passed_over_and_mended(tmp_path: Path, damage: str) -> None:
    """Whatever happened to the kept file, everything is read, and kept again."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    everything = parsed(root, folder)
    (path,) = kept(folder)
    whole = path.read_bytes()
    broken = {
        "cut": whole[:-1],
        "flipped": whole[:-1] + bytes([whole[-1] ^ 1]),
        "empty": b"",
        "foreign": b"\x89PNG\r\n\x1a\n" * 100,
        "checksum": whole[:32] + hashlib.blake2b(b"i", digest_size=32).digest() + b"i",  # no whole `marshal`
    }
    path.write_bytes(broken[damage])
    assert parsed(root, folder) == everything
    assert parsed(root, folder) == []


def test_other_code_reads_anew(tmp_path: Path) -> None:
    """What another version of the program or of Python kept is not used."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    everything = parsed(root, folder)
    with mock.patch.object(cache, "code", return_value=bytes(32)):
        assert parsed(root, folder) == everything
        assert parsed(root, folder) == []
    assert parsed(root, folder) == everything


def test_what_was_kept_need_not_be_held(tmp_path: Path) -> None:
    """Once a copy of the process has kept everything, a later edit is kept beside it."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    loaded = load(root, cache=open_cache(root, folder))
    loaded.keep()
    loaded.was_kept()
    name = "claims/sources/coast-weekly.yml"
    write(root, name, FIRST.replace("certainty: asserted", "certainty: speculated", 1))
    loaded.renew([read_file(root, name)])
    loaded.keep()
    assert parsed(root, folder) == []
    write(root, name, FIRST)
    assert parsed(root, folder) == [name]


def test_books_have_files_of_their_own(tmp_path: Path) -> None:
    """One file a book; of more than eight, the one written longest ago goes."""
    folder = tmp_path / "cache"
    for number in range(10):
        root = small_book(tmp_path / f"book{number}")
        keeping(root, folder)
        newest = max(kept(folder), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    assert [path.stat().st_mtime for path in sorted(kept(folder), key=lambda p: p.stat().st_mtime)] == [
        *range(2, 10)
    ]


@posix
def test_the_folder_and_the_file_are_the_users_alone(tmp_path: Path) -> None:
    """They are made so that nobody else can read or write them."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    keeping(root, folder)
    (path,) = kept(folder)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


@posix
@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_a_folder_or_file_open_to_others_is_not_used(tmp_path: Path, mode: int) -> None:
    """What somebody else could have written is not read."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    everything = parsed(root, folder)
    (path,) = kept(folder)
    path.chmod(mode)
    assert parsed(root, folder) == everything
    assert path.stat().st_mode & 0o777 == 0o600  # a new file took its place
    path.parent.chmod(mode)
    assert open_cache(root, folder) is None


def _kept_by(path: Path, root: Path) -> object:
    return private.Keep(path.parent, "records", root, private.code()).read()


@posix
def test_somebody_elses_folder_is_not_used(tmp_path: Path) -> None:
    """A folder or a file of another owner is refused."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    keeping(root, folder)
    (path,) = kept(folder)
    assert _kept_by(path, root)
    with mock.patch.object(os, "geteuid", return_value=os.geteuid() + 1):
        assert open_cache(root, folder) is None
        assert _kept_by(path, root) is None


@posix
def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither the folder nor the file may be a link to somewhere else."""
    root, folder = small_book(tmp_path / "book"), tmp_path / "cache"
    everything = parsed(root, folder)
    (path,) = kept(folder)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert parsed(root, folder) == everything
    path.parent.rename(tmp_path / "away")
    (folder / "claimbook").symlink_to(tmp_path / "away")
    assert open_cache(root, folder) is None


def test_a_cache_is_never_in_the_repository(tmp_path: Path) -> None:
    """Contributors write there: neither below the book nor anywhere in the working copy that holds it."""
    (tmp_path / "copy" / ".git").mkdir(parents=True)
    root = small_book(tmp_path / "copy" / "books" / "bridge")
    assert open_cache(root, root / "cache") is None
    assert open_cache(root, tmp_path / "copy" / "cache") is None
    assert open_cache(root, tmp_path / "cache") is not None
    assert not (tmp_path / "copy" / "cache").exists()


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    """Where a file stands in the way there is no cache; where it cannot be written, nothing is kept."""
    root = small_book(tmp_path / "book")
    write(tmp_path, "file", "")
    assert open_cache(root, tmp_path / "file") is None
    opened = open_cache(root, tmp_path / "cache")
    with mock.patch.object(os, "replace", side_effect=OSError):
        found = load(root, cache=opened)
        found.keep()
    assert told(found) == told(load(root))
    assert kept(tmp_path / "cache") == []


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x/cache"}, "/x/cache"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/me/.cache"),
        ("linux", {}, "/home/me/.cache"),
        ("darwin", {"XDG_CACHE_HOME": "/x/cache"}, "/home/me/Library/Caches"),
        ("win32", {"LOCALAPPDATA": "/x/local"}, "/x/local"),
        ("win32", {}, None),
    ],
)
def test_caches_lie_where_the_system_wants_them(
    platform: str, variables: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The usual places of each system; a relative XDG_CACHE_HOME is ignored, as its specification says."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/me"))
    assert private._user_folder() == (Path(expected) if expected else None)


def test_libraries_are_known_by_the_folders_about_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first on the path counts, under any spelling; one without a folder is asked for its version."""
    for place, name in (("a", "Some_Thing-1.2.dist-info"), ("b", "some_thing-1.3.dist-info")):
        (tmp_path / place / "site-packages" / name).mkdir(parents=True)
        monkeypatch.syspath_prepend(str(tmp_path / place / "site-packages"))
    private._folders_about.cache_clear()
    try:
        assert private.installed("some-thing") == ["some_thing-1.3.dist-info"]
        monkeypatch.setattr(sys, "path", [])
        private._folders_about.cache_clear()
        monkeypatch.setattr("importlib.metadata.version", lambda name: f"{name} 6.0")
        assert private.installed("pyyaml") == ["pyyaml 6.0"]
    finally:
        private._folders_about.cache_clear()
