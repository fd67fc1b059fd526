"""The docs say what is there: settings, addresses, commands, dependencies, numbers, links, and calls that work."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import runpy
import shlex
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import get_commands
from django.utils.text import capfirst

from knowledge import content
from knowledge.models import PublishRun
from knowledge.publishing import LOST
from symptoms.api import urls
from tools.commands import ROOT

DOCS = sorted(ROOT.glob("docs/*.md"))
PAGES = [ROOT / "README.md", *DOCS]
WORDS = [*PAGES, ROOT / "LICENSE", ROOT / "NOTICE"]
API = "/api/v1/"


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def by_name(pages: list[Path]):
    return pytest.mark.parametrize("page", pages, ids=lambda page: str(page.relative_to(ROOT)))


def rows_of(text: str) -> list[list[str]]:
    """The cells of every table row, without heads and rulers."""
    rows = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        head = number + 1 < len(lines) and lines[number + 1].startswith("|--")
        if line.startswith("|") and not line.startswith("|--") and not head:
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def keyed_rows(name: str, heading: str) -> dict[str, list[str]]:
    """Rows of the first table below `heading` whose first cell is one name in code marks, by that name."""
    _, below = text_of(name).split(f"{heading}\n", 1)
    table = re.search(r"(?:^\|.*\n)+", below, flags=re.MULTILINE)
    assert table, f"{name} has no table below {heading}"
    found = {}
    for first, *rest in rows_of(table[0]):
        if match := re.fullmatch(r"`([^`]+)`", first):
            assert match[1] not in found, f"{match[1]} stands twice in {name}"
            found[match[1]] = rest
    return found


def section(name: str, heading: str) -> str:
    """What stands below a heading of the second level, up to the next one."""
    _, below = text_of(name).split(f"\n## {heading}\n", 1)
    return below.split("\n## ", 1)[0]


def fences(text: str) -> list[str]:
    """The insides of the fenced blocks."""
    return re.findall(r"^```[a-z]*\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def code_in(text: str) -> str:
    """All code of a page: fenced blocks and code marks."""
    without_fences = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*fences(text), *re.findall(r"`([^`\n]+)`", without_fences)])


# Settings


def variables_of_the_settings() -> set[str]:
    tree = ast.parse(text_of("legcheck/settings.py"))
    return {
        str(call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def test_environment_is_read_in_one_place_only():
    readers = [
        path.relative_to(ROOT).as_posix()
        for room in ("legcheck", "knowledge", "symptoms")
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"os\.environ(?!\.setdefault)|getenv", path.read_text(encoding="utf-8"))
    ]

    assert readers == ["legcheck/settings.py"]
    assert text_of("legcheck/settings.py").count("os.environ") == 1


def test_settings_of_the_code_and_of_the_docs_are_the_same():
    assert set(keyed_rows("docs/settings.md", "# Settings")) == variables_of_the_settings()


def test_settings_rows_say_default_meaning_and_example():
    assert [
        name
        for name, cells in keyed_rows("docs/settings.md", "# Settings").items()
        if not all(cells) or len(cells) != 3
    ] == []


def test_examples_of_settings_are_accepted_together(monkeypatch):
    for name, (_, _, example) in keyed_rows("docs/settings.md", "# Settings").items():
        monkeypatch.setenv(name, example.strip("`"))

    settings = runpy.run_path(str(ROOT / "legcheck/settings.py"))

    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["legs.example.org"]


def test_defaults_of_settings_are_those_of_the_docs(monkeypatch):
    for name in variables_of_the_settings():
        monkeypatch.delenv(name, raising=False)
    defaults = {name: cells[0] for name, cells in keyed_rows("docs/settings.md", "# Settings").items()}

    settings = runpy.run_path(str(ROOT / "legcheck/settings.py"))

    assert settings["DEBUG"] is (defaults["LEGCHECK_DEBUG"] == "`true`")
    assert f"`{','.join(settings['ALLOWED_HOSTS'])}`" in defaults["LEGCHECK_HOSTS"]
    assert f"`{settings['LEGCHECK_REGION']}`" in defaults["LEGCHECK_REGION"]
    assert f"`{settings['TIME_ZONE']}`" == defaults["LEGCHECK_TIME_ZONE"]
    assert f"`{settings['LEGCHECK_LANGUAGE']}`" == defaults["LEGCHECK_LANGUAGE"]
    assert f"`{settings['LEGCHECK_RELEASE_CHECK_SECONDS']}`" == defaults["LEGCHECK_RELEASE_CHECK_SECONDS"]
    assert f"`{settings['LOGGING']['root']['level']}`" == defaults["LEGCHECK_LOG_LEVEL"]
    assert f"sqlite:///{Path(settings['DATABASES']['default']['NAME']).name}" in defaults["DATABASE_URL"]
    assert f"`{settings['LEGCHECK_SAVED_PER_DAY']}`" == defaults["LEGCHECK_SAVED_PER_DAY"]
    assert f"with DEBUG `{settings['LEGCHECK_DAY_KEYS'].name}` in the project's folder" in defaults["LEGCHECK_DAY_KEYS"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == []
    assert defaults["LEGCHECK_ORIGINS"] == "none"
    assert settings["SECURE_SSL_REDIRECT"] is False
    assert defaults["LEGCHECK_HTTPS_REDIRECT"].startswith("`false` with DEBUG")
    assert settings["SECURE_PROXY_SSL_HEADER"] is None
    assert defaults["LEGCHECK_BEHIND_PROXY"] == "`false`"


# Addresses and commands


def routes() -> set[tuple[str, str]]:
    """Method and address of everything the API answers to."""
    found = set()
    for pattern in urls.urlpatterns:
        if pattern.name == "unknown":
            continue
        address = re.sub(r"<[a-z]+:([a-z]+)>", r"{\1}", str(pattern.pattern))
        view = pattern.callback.view_class
        found |= {
            (method.upper(), API + address) for method in ("get", "post", "put", "delete") if hasattr(view, method)
        }
    return found


def test_addresses_of_the_api_and_of_its_docs_are_the_same():
    named = {
        tuple(key.split(" ", 1))
        for key in keyed_rows("docs/api.md", "# The API")
        if key.split(" ")[0] in ("GET", "POST")
    }

    assert named == routes()


def test_every_address_has_an_example():
    called = {("POST" if call.body else "GET", call.path) for call in calls_of(ROOT / "docs/api.md")}
    shown = {(method, re.sub(r"/problems/\w+", "/problems/{code}", path)) for method, path in called}

    assert shown == routes()


def test_every_command_of_the_project_is_in_the_docs():
    named = set(re.findall(r"manage\.py (\w+)", "\n".join(code_in(page.read_text("utf-8")) for page in PAGES)))
    ours = {name for name, app in get_commands().items() if app in ("knowledge", "symptoms", "legcheck")}

    assert ours
    assert ours - named == set()
    assert named - set(get_commands()) == {"NAME"}


@by_name(PAGES)
def test_every_make_target_named_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", code_in(page.read_text("utf-8"))))

    assert named - targets == set()


def test_readme_names_the_two_commands():
    assert "make run\nmake test\n" in fences(text_of("README.md"))


@pytest.mark.parametrize("name", ["run", "test", "bench"])
def test_dependencies_all_say_why(name):
    section = re.search(rf"requirements/{name}\.in`\n(.*?)(?=^## |\Z)", text_of("docs/dependencies.md"), re.M | re.S)
    assert section
    explained = re.findall(r"^\| `([^`]+)` \| \S", section[1], flags=re.MULTILINE)
    wanted = re.findall(r"^([A-Za-z][\w-]*)", text_of(f"requirements/{name}.in"), flags=re.MULTILINE)

    assert sorted(explained) == sorted(wanted)


# The knowledge


def test_counts_of_the_knowledge_are_those_of_the_data(knowledge):
    rows = keyed_rows("docs/knowledge.md", "## Files")
    counts = {}
    for concept in content.CONCEPTS:
        entries = getattr(knowledge, concept)
        counts[concept] = str(len(entries)) if isinstance(entries, tuple) else "-"
    evidence = [row for cause in knowledge.causes for row in cause.evidence]
    counts["causes"] += f" ({len(evidence)} evidence rows)"

    assert {concept: rows[f"{concept}.yaml"][0] for concept in content.CONCEPTS} == counts


@pytest.mark.parametrize(
    ("start", "count"),
    [
        ("| `red_flags.yaml` | 1", lambda all: Counter(rule.urgency.value for rule in all.red_flags)),
        ("| `vignettes.yaml` | 1", lambda all: Counter(row.expect.urgency_at_least.value for row in all.vignettes)),
        ("Causes per category: ", lambda all: Counter(cause.category for cause in all.causes)),
        (
            "Rows in use: ",
            lambda all: Counter(
                row.frequency.value if row.frequency else "number" for cause in all.causes for row in cause.evidence
            ),
        ),
    ],
    ids=["rules by urgency", "vignettes by urgency", "causes by category", "evidence by frequency"],
)
def test_counts_by_word_are_those_of_the_data(knowledge, start, count):
    line = text_of("docs/knowledge.md").split(start, 1)[1].splitlines()[0]
    told = {word: int(number) for word, number in re.findall(r"\b([a-z_]+) (\d+)", line)}

    assert told == dict(count(knowledge))


def words_of_a_setting(value: object) -> str:
    if dataclasses.is_dataclass(value):
        parts = [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
        return ", ".join(f"{name} {words_of_a_setting(part)}" for name, part in parts)
    if isinstance(value, tuple):
        return " to ".join(map(str, value))
    return str(value) if isinstance(value, str) else f"{value:g}"


def test_numbers_of_the_settings_are_those_of_the_data(knowledge):
    rows = keyed_rows("docs/knowledge.md", "## The settings")
    names = [field.name for field in dataclasses.fields(knowledge.settings)]

    assert {name: rows[name][0] for name in names} == {
        name: words_of_a_setting(getattr(knowledge.settings, name)) for name in names
    }


def fields_in_words(kind: type, parts: dict[str, type]) -> str:
    names = []
    for field in dataclasses.fields(kind):
        name = f"`{field.name}`" if field.default is dataclasses.MISSING else f"[`{field.name}`]"
        inner = f" ({fields_in_words(parts[field.name], {})})" if field.name in parts else ""
        names.append(name + inner)
    return ", ".join(names)


@pytest.mark.parametrize(
    ("concept", "kind", "parts"),
    [
        ("sources", content.Source, {}),
        ("categories", content.Category, {}),
        ("findings", content.Finding, {"background": content.Background, "codes": content.FindingCodes}),
        (
            "causes",
            content.Cause,
            {
                "prior": content.Prior,
                "codes": content.CauseCodes,
                "evidence": content.Evidence,
                "show_with": content.ShowWith,
            },
        ),
        ("questions", content.Question, {"options": content.Option}),
        ("red_flags", content.Rule, {}),
        ("self_care", content.SelfCarePicture, {}),
        ("advice", content.Advice, {}),
        ("vignettes", content.Vignette, {"expect": content.Expectation}),
        ("texts", content.Text, {}),
        (
            "regions",
            content.Region,
            {"urgent_line": content.UrgentLine, "crisis_line": content.CrisisLine, "sources": content.RegionSource},
        ),
        ("settings", content.Settings, {}),
    ],
)
def test_fields_of_each_file_are_those_of_the_content(concept, kind, parts):
    assert f"\n| `{concept}.yaml` | {fields_in_words(kind, parts)} |\n" in text_of("docs/knowledge.md")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("`kind` of a finding", content.FindingKind),
        ("`kind` of a question", content.QuestionKind),
        ("`stage` of a question", content.Stage),
        ("`ends` of a scope option", content.ScopeEnd),
        ("`kind` of an advice", content.AdviceKind),
        ("`kind` of a source", content.SourceKind),
        ("`reliability` of a source", content.Reliability),
        ("`read` of a source", content.HowMuchRead),
        ("`spelling` of a region", content.Spelling),
        ("`checked` of a region", content.Checked),
    ],
)
def test_words_of_each_field_are_those_of_the_content(field, words):
    assert [field, ", ".join(words)] in rows_of(text_of("docs/knowledge.md"))


# Editing in the browser


def test_every_page_of_the_admin_is_explained_to_clinicians():
    explained = {cells[0] for cells in rows_of(section("docs/editing-knowledge.md", "What stands where"))}
    pages = [model._meta for model in admin.site._registry if model._meta.app_label == "knowledge"]

    assert explained == {capfirst(page.verbose_name_plural) for page in pages}


def test_states_of_publishing_are_those_of_the_code():
    told = {cells[0] for cells in rows_of(section("docs/editing-knowledge.md", "Publishing"))}

    assert told == {*PublishRun.State.labels, LOST.split(":", 1)[0]}


@pytest.mark.django_db
def test_groups_told_to_clinicians_are_those_that_are_made():
    told = {cells[0].strip("`") for cells in rows_of(section("docs/editing-knowledge.md", "Who may do what"))}

    assert told == set(Group.objects.values_list("name", flat=True))


@by_name(PAGES)
def test_pictures_that_are_shown_exist_and_are_described(page):
    text = page.read_text("utf-8")
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+\.png)\)", text)
    shown += [(words, file) for file, words in re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]*)"', text)]

    assert len(shown) == text.count("![") + text.count("<img")
    assert [file for words, file in shown if not words or not (page.parent / file).is_file()] == []


def test_every_picture_is_small_enough_for_a_page():
    assert [file.name for file in sorted(ROOT.glob("docs/pictures/*")) if file.stat().st_size > 150_000] == []


# Links, paths, hosts


def anchors_of(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@by_name(PAGES)
def test_links_lead_somewhere(page):
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if not target.exists() or (parts.fragment and parts.fragment not in anchors_of(target)):
            broken.append(link)

    assert broken == []


@by_name(PAGES)
def test_files_named_in_code_marks_exist(page):
    rooms = "legcheck|knowledge|symptoms|tests|tools|bench|templates|docs|requirements|deploy"
    named = re.findall(rf"`((?:{rooms})/[\w./-]*)`", page.read_text("utf-8"))

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_page_of_the_docs_is_linked_from_the_readme():
    linked = set(re.findall(r"\]\((docs/[\w-]+\.md)\)", text_of("README.md")))

    assert linked == {page.relative_to(ROOT).as_posix() for page in DOCS}


@by_name(WORDS)
def test_only_known_hosts_are_named(page):
    hosts = set(re.findall(r"https?://([\w-]+(?:\.[\w-]+)*)", page.read_text("utf-8")))

    assert hosts - {"127.0.0.1", "hpo.jax.org", "legs.example.org"} == set()


@by_name(WORDS)
def test_paths_of_one_machine_are_not_named(page):
    # What may begin with a slash: addresses of the site, places in a body, and folders any such system has.
    known = {"admin", "api", "age", "answers", "day-keys", "saved", "tmp", "usr", "var"}
    first = re.findall(r"(?<![\w.*}/)<>:-])/([\w-]+)", page.read_text("utf-8"))

    assert set(first) - known == set()
    assert str(ROOT) not in page.read_text("utf-8")


# Calls


@dataclass(frozen=True)
class Call:
    """A curl command of the docs and the answer shown below it."""

    page: str
    line: int
    path: str
    headers: dict[str, str]
    body: str | None
    etag_save: str | None
    etag_compare: str | None
    status: int
    shown_headers: dict[str, str]
    shown_body: object


def calls_of(page: Path) -> list[Call]:
    """Every curl command of a page. Each must be followed by a block with its answer."""
    text = page.read_text("utf-8")
    blocks = list(re.finditer(r"^```[a-z]*\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL))
    found = []
    for block, answer in zip(blocks, [*blocks[1:], None], strict=True):
        if block[1].startswith("curl"):
            line = text.count("\n", 0, block.start()) + 2
            assert answer is not None, f"{page.name}:{line} shows no answer"
            found.append(_call(page.name, line, block[1], answer[1]))
    return found


def _call(page: str, line: int, command: str, answer: str) -> Call:
    words = shlex.split(command.replace("\\\n", " "))
    assert words.pop(0) == "curl"
    headers: dict[str, str] = {}
    given: dict[str, str] = {}
    while words:
        word = words.pop(0)
        if word == "-H":
            name, value = words.pop(0).split(":", 1)
            headers[name] = value.strip()
        elif word in ("-d", "--etag-save", "--etag-compare"):
            given[word] = words.pop(0)
        elif word.startswith("http://127.0.0.1:8000/"):
            given["address"] = word
        else:
            assert word == "-i", f"{page}:{line} has an option this test does not know: {word}"
    head, _, body = answer.partition("\n\n")
    first, *shown = head.strip().splitlines()
    status = re.fullmatch(r"HTTP/1\.1 (\d{3}) [\w ]+", first)
    assert status, f"{page}:{line} shows no status"
    return Call(
        page=page,
        line=line,
        path=urlsplit(given["address"]).path,
        headers=headers,
        body=given.get("-d"),
        etag_save=given.get("--etag-save"),
        etag_compare=given.get("--etag-compare"),
        status=int(status[1]),
        shown_headers=dict(header.split(": ", 1) for header in shown),
        shown_body=json.loads(body) if body.strip() else None,
    )


def differences(shown: object, real: object, place: str = "") -> list[str]:
    """Where the shown value is not the real one. "..." stands for whatever was left out."""
    if shown == "...":
        return []
    if isinstance(shown, dict) and isinstance(real, dict):
        left_out = shown.keys() ^ real.keys() if "..." not in shown else shown.keys() - real.keys() - {"..."}
        found = [f"{place}/{name}: is not in both" for name in sorted(left_out)]
        common = [name for name in shown if name in real]
        return found + [text for name in common for text in differences(shown[name], real[name], f"{place}/{name}")]
    if isinstance(shown, list) and isinstance(real, list):
        whole = shown[-1:] != ["..."]
        items = shown if whole else shown[:-1]
        if len(items) > len(real) or (whole and len(items) != len(real)):
            return [f"{place}: {len(real)} entries"]
        pairs = enumerate(zip(items, real, strict=False))
        return [text for number, (one, other) in pairs for text in differences(one, other, f"{place}/{number}")]
    if isinstance(shown, str) and isinstance(real, str) and shown.endswith("..."):
        return [] if real.startswith(shown.removesuffix("...")) else [f"{place}: {real!r}"]
    return [] if shown == real and type(shown) is type(real) else [f"{place}: {real!r}"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["README.md", "docs/api.md"])
def test_calls_give_the_answers_that_are_shown(client, settings, name):
    settings.LEGCHECK_REGION = "ZZ"
    calls = calls_of(ROOT / name)
    etags: dict[str, str] = {}
    wrong = []
    for call in calls:
        headers = dict(call.headers)
        if call.etag_compare:
            headers["If-None-Match"] = etags[call.etag_compare]
        # As curl does: a body without a Content-Type is sent as a form.
        content_type = headers.pop("Content-Type", "application/x-www-form-urlencoded")
        response = (
            client.get(call.path, headers=headers)
            if call.body is None
            else client.generic("POST", call.path, call.body, content_type=content_type, headers=headers)
        )
        if call.etag_save:
            etags[call.etag_save] = response.headers["ETag"]
        real_body = json.loads(response.content) if response.content else None
        wrong += [
            f"{call.page}:{call.line} {text}"
            for text in (
                *differences(call.status, response.status_code, "status"),
                *differences(call.shown_body, real_body),
                *(
                    f"{header}: {response.headers.get(header)}"
                    for header, value in call.shown_headers.items()
                    if value.strip('"') != "..." and response.headers.get(header) != value
                ),
                *(f"{header}: is missing" for header in call.shown_headers if header not in response.headers),
            )
        ]

    assert len(calls) >= 3
    assert "\n".join(wrong) == ""
