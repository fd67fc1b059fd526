"""tools/environment.py: making .venv and filling it from a lock, with real environments and a small real wheel."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.commands import StepFailed
from tools.environment import FOLDERS, Environment
from tools.locks import SETS

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
BASE_PYTHON = Path(sys.base_prefix) / "bin" / f"python{VERSION}"
NO_ENSUREPIP = 'case "$*" in *--without-pip*) ;; *"-m venv"*) mkdir -p "$4/bin"; exit 1 ;; esac'
NO_PIP = 'case "$*" in *"import pip"*) exit 1 ;; esac'


@pytest.fixture
def wheels(tmp_path, monkeypatch) -> Path:
    """A folder that pip takes packages from, and nowhere else."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # pip is slow where it is compiled at every start
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def locks(tmp_path) -> Path:
    folder = tmp_path / "requirements"
    folder.mkdir()
    for name in SETS:
        (folder / f"{name}.txt").write_text("")
    return folder


@pytest.fixture
def creator(tmp_path) -> Path:
    """A Python with pip and without ensurepip, as Debian's is without python3-venv."""
    has_pip = subprocess.run([BASE_PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    return wrapper(tmp_path / "debian", NO_ENSUREPIP, BASE_PYTHON if has_pip else Path(sys.executable))


def wrapper(path: Path, before: str, python: Path = BASE_PYTHON) -> Path:
    path.write_text(f"#!/bin/sh\n{before}\nexec '{python}' \"$@\"\n")
    path.chmod(0o755)
    return path


def add_wheel(folder: Path, version: str) -> str:
    """Puts the package `sample` there and returns its line of a lock."""
    file = folder / f"sample-{version}-py3-none-any.whl"
    info = f"sample-{version}.dist-info"
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr("sample.py", f"VERSION = '{version}'\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: sample\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", f"sample.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return locked(version, hashlib.sha256(file.read_bytes()).hexdigest())


def locked(version: str, digest: str) -> str:
    return f"sample=={version} \\\n    --hash=sha256:{digest}\n"


def installed_version(environment: Environment) -> str:
    asked = [environment.python, "-c", "import sample; print(sample.VERSION)"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def test_an_environment_is_made_and_filled_once_per_change_of_the_lock(tmp_path, wheels, locks):
    environment = Environment(tmp_path / "a folder" / ".venv", locks, str(BASE_PYTHON))
    (locks / "run.txt").write_text(add_wheel(wheels, "1.0"))

    environment.prepare("run")
    assert installed_version(environment) == "1.0"
    assert environment.has("run")

    # With the wheel gone, an install would fail: so the second time there is none.
    next(wheels.iterdir()).unlink()
    environment.prepare("run")

    (locks / "run.txt").write_text(add_wheel(wheels, "2.0"))
    assert not environment.has("run")
    environment.prepare("run")
    assert installed_version(environment) == "2.0"


def test_without_ensurepip_the_pip_of_the_chosen_python_fills_it(tmp_path, wheels, locks, creator):
    environment = Environment(tmp_path / ".venv", locks, str(creator))
    (locks / "run.txt").write_text(add_wheel(wheels, "1.0"))

    environment.prepare("run")

    assert installed_version(environment) == "1.0"
    assert not (tmp_path / ".venv/bin/pip").exists()


def test_without_ensurepip_and_pip_the_sentence_names_the_package_to_install(tmp_path, locks):
    bare = wrapper(tmp_path / "bare", f"{NO_ENSUREPIP}\n{NO_PIP}")

    with pytest.raises(StepFailed, match="apt-get install python3-venv"):
        Environment(tmp_path / ".venv", locks, str(bare)).prepare("run")


def test_a_package_with_another_hash_is_refused_and_not_taken_for_installed(tmp_path, wheels, locks, creator):
    environment = Environment(tmp_path / ".venv", locks, str(creator))
    environment.prepare("run")
    add_wheel(wheels, "1.0")
    (locks / "run.txt").write_text(locked("1.0", "0" * 64))

    with pytest.raises(StepFailed, match=r"run\.txt could not be installed"):
        environment.prepare("run")

    assert not environment.has("run")


@pytest.mark.slow
def test_the_test_set_holds_the_run_set_but_not_the_other_way_round(tmp_path, wheels, locks, creator):
    environment = Environment(tmp_path / ".venv", locks, str(creator))
    (locks / "test.txt").write_text(add_wheel(wheels, "1.0"))

    environment.prepare("run")
    assert environment.has("run")
    assert not environment.has("test")

    environment.prepare("test")
    assert environment.has("run")
    assert environment.has("test")


def test_the_bench_set_lives_apart_from_the_others():
    assert set(FOLDERS) == set(SETS)
    assert FOLDERS["bench"] not in (FOLDERS["run"], FOLDERS["test"])


@pytest.mark.slow
def test_an_older_run_set_undoes_the_test_set(tmp_path, wheels, locks, creator):
    environment = Environment(tmp_path / ".venv", locks, str(creator))
    old, new = add_wheel(wheels, "1.0"), add_wheel(wheels, "2.0")
    for name in ("run", "test"):
        (locks / f"{name}.txt").write_text(new)
    environment.prepare("test")

    (locks / "run.txt").write_text(old)
    environment.prepare("run")
    assert not environment.has("test")

    environment.prepare("test")
    assert installed_version(environment) == "2.0"


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["exit 127", "echo 3.9", "echo 3.14"], ids=["failing", "old", "new"])
def test_an_environment_whose_python_is_of_no_use_is_made_again(tmp_path, locks, creator, broken):
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{broken}\n")
    python.chmod(0o755)

    environment = Environment(tmp_path / ".venv", locks, str(creator))
    environment.prepare("run")

    answer = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout
    assert answer.startswith(f"Python {VERSION}.")


@pytest.mark.slow
@pytest.mark.parametrize(("exact", "kept"), [(False, True), (True, False)], ids=["any version", "this version"])
def test_an_environment_of_another_fitting_version_is_kept_unless_the_version_was_asked_for(
    tmp_path, locks, creator, exact, kept
):
    other = "3.12" if VERSION != "3.12" else "3.13"
    environment = Environment(tmp_path / ".venv", locks, str(creator))
    environment.prepare("run")
    python = Path(environment.python)
    python.unlink()
    wrapper(python, f'case "$2" in *version_info*) echo {other}; exit ;; esac')

    environment.prepare("run", exact_version=exact)

    assert (python.read_bytes()[:2] == b"#!") is kept


def test_what_cannot_be_made_is_said_in_words(tmp_path, locks):
    in_the_way = tmp_path / ".venv"
    in_the_way.write_text("a file, not a folder")

    with pytest.raises(StepFailed, match=r"\.venv could not be made"):
        Environment(in_the_way, locks, str(BASE_PYTHON)).prepare("run")
