"""Which room may import which, read from the code itself."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: Rooms that know no Django, no clock, no chance and no database.
PURE = [
    "knowledge.content",
    "knowledge.canonical",
    "knowledge.compare",
    "knowledge.documents",
    "knowledge.for_another",
    "knowledge.interchange",
    "knowledge.languages",
    "knowledge.ratios",
    "knowledge.region_words",
    "knowledge.strict_yaml",
    "knowledge.translation",
    "knowledge.translation_files",
    "symptoms.proportions",
    "symptoms.reserved",
    *(
        f"{folder.replace('/', '.')}.{path.stem}"
        for folder in ("knowledge/checks", "knowledge/words", "symptoms/engine", "symptoms/evaluation", "symptoms/laws")
        for path in sorted((ROOT / folder).glob("*.py"))
        if path.stem != "__init__"
    ),
]

#: Simulated men: chance in one place only, and no Django either.
SIMULATION = [
    f"symptoms.simulation.{path.stem}"
    for path in sorted((ROOT / "symptoms/simulation").glob("*.py"))
    if path.stem != "__init__"
]

_CLOCK_CHANCE_AND_WORLD = {"time", "datetime", "random", "secrets", "uuid", "socket", "os", "sqlite3", "threading"}


def modules(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def imports_of(path):
    """Full names of everything a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def path_of(module):
    return ROOT / f"{module.replace('.', '/')}.py"


def test_pure_rooms_load_no_django():
    code = (
        "import sys, "
        + ", ".join([*PURE, *SIMULATION])
        + "; print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", PURE)
def test_pure_rooms_have_no_clock_and_no_chance(module):
    roots = {name.split(".")[0] for name in imports_of(path_of(module))}
    assert not roots & _CLOCK_CHANCE_AND_WORLD


@pytest.mark.parametrize("module", SIMULATION)
def test_simulation_has_no_clock_and_draws_by_chance_in_one_place(module):
    roots = {name.split(".")[0] for name in imports_of(path_of(module))}
    allowed = {"random"} if module == "symptoms.simulation.drawing" else set()
    assert roots & _CLOCK_CHANCE_AND_WORLD == allowed


def test_knowledge_never_imports_symptoms_or_the_wiring():
    for path in modules("knowledge"):
        assert not {name.split(".")[0] for name in imports_of(path)} & {"symptoms", "legcheck"}, path


def test_symptoms_never_imports_the_wiring():
    for path in modules("symptoms"):
        assert "legcheck" not in {name.split(".")[0] for name in imports_of(path)}, path


def test_only_compile_reads_the_content_inside_the_engine():
    allowed = {"NONE", "NOT_SURE", "PREFER_NOT_TO_SAY", "REST_NOT_SURE"}
    for path in modules("symptoms/engine"):
        if path.name == "compile.py":
            continue
        found = {name for name in imports_of(path) if name.startswith("knowledge.")}
        assert not {name for name in found if name.rsplit(".", 1)[1] not in allowed}, path


def test_the_engine_imports_nothing_of_symptoms_but_itself():
    for path in modules("symptoms/engine"):
        outside = [
            name for name in imports_of(path) if name.startswith("symptoms.") and not name.startswith("symptoms.engine")
        ]
        assert outside == [], path


#: What the documented shapes of the API are made from; everything that works goes through the door.
_SHAPES = {
    "symptoms.engine.outcome",
    "symptoms.engine.compiled",
    "symptoms.engine.answers.EVIDENCE_STATE_WORDS",
}


def test_views_and_api_go_through_the_door():
    for path in (*modules("symptoms/api"), *(ROOT / "symptoms").rglob("views.py")):
        inside = {name for name in imports_of(path) if name.startswith(("knowledge.models", "symptoms.engine"))}
        assert inside <= (_SHAPES if path.name == "schema.py" else set()), path


def test_releases_are_written_only_by_their_verbs():
    written = re.compile(r"\b(Release|ReleaseEvent|GateReport|LiveRelease)\.objects\.\w*create|LiveRelease.*\.update\(")
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in modules("knowledge", "symptoms", "legcheck")
        if written.search(path.read_text(encoding="utf-8"))
    }
    assert writers == {"knowledge/releases.py"}


def test_package_files_are_empty_but_for_doors():
    doors = {"knowledge/models/__init__.py", "knowledge/drafts/__init__.py", "knowledge/admin/__init__.py"}
    for path in modules("legcheck", "knowledge", "symptoms"):
        name = path.relative_to(ROOT).as_posix()
        if path.name == "__init__.py" and name not in doors:
            assert path.read_text(encoding="utf-8") == "", name
