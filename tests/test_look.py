"""The stylesheet and the script as they are shipped: whose look it is, what it weighs, who can read it."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

import pytest

from symptoms.engine.levels import Level
from tools import css
from tools.commands import Outcome

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "symptoms" / "static"
STYLE = css.BUILT.read_text(encoding="utf-8")
SCRIPT = (STATIC / "legcheck.js").read_text(encoding="utf-8")


def test_the_stylesheet_was_made_from_the_sources_as_they_are():
    assert STYLE.startswith(css.header()), "run make css"


@pytest.mark.parametrize("name", ["_tokens.scss", "legcheck.scss", "package.json", "package-lock.json"])
def test_a_change_of_any_source_is_a_change_of_the_digest(tmp_path, name):
    for source in [*css.FRONTEND.glob("*.scss"), *css.FRONTEND.glob("*.json")]:
        shutil.copy(source, tmp_path)
    assert css.digest(tmp_path) == css.digest()
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert css.digest(tmp_path) != css.digest()


@pytest.mark.parametrize(("made", "code", "said"), [(STYLE, 0, "is up to date"), (STYLE + "a{}", 1, "run make css")])
def test_the_check_compares_and_writes_nothing(monkeypatch, capsys, made, code, said):
    monkeypatch.setenv("CHECK", "1")
    monkeypatch.setattr(css, "build", lambda: made)
    assert css.main() == code
    assert said in capsys.readouterr().out
    assert css.BUILT.read_text(encoding="utf-8") == STYLE


def test_without_node_make_css_says_what_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(css, "run", lambda command, **_options: Outcome(127, ""))
    assert css.main() == 1
    assert "needs Node" in capsys.readouterr().out
    assert css.BUILT.read_text(encoding="utf-8") == STYLE


@pytest.mark.parametrize(
    "foreign",
    [
        *("crown", "gds transport", "gds-", "frutiger", "@font-face"),
        *("#1d70b8", "#005ea5", "#003078", "#1a65a6", "#005eb8", "#003087", "#0b0c0c", "#00703c", "#ffdd00", "#fd0"),
        *("url(", "@import", "sourcemappingurl", "http:", "https:", "//"),
    ],
)
def test_the_stylesheet_has_nothing_of_another_service_and_calls_nobody(foreign):
    assert foreign not in STYLE.lower()


def test_the_licence_of_the_parts_of_others_stands_beside_the_stylesheet():
    licence = (STATIC / "LICENSE-govuk-frontend.txt").read_text(encoding="utf-8")
    assert "The MIT License" in licence
    assert "LICENSE-govuk-frontend.txt" in STYLE.splitlines()[0]
    assert "LICENSE-govuk-frontend.txt" in (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_the_lock_of_the_packages_names_no_index():
    lock = (css.FRONTEND / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "registry" not in lock


def test_style_and_script_are_small():
    assert len(gzip.compress(STYLE.encode(), 9)) < 14_000
    assert len(SCRIPT.encode()) < 1_500


@pytest.mark.parametrize(
    "word", ["fetch", "XMLHttpRequest", "eval", "innerHTML", "cookie", "Storage", "sendBeacon", "import"]
)
def test_the_script_only_moves_focus_and_ticks(word):
    assert word not in SCRIPT


#: Names of classes with a rule.
STYLED = set(re.findall(r"\.([a-z][\w-]*)", STYLE.split("\n", 1)[1]))


def test_every_level_of_urgency_has_a_look():
    assert {f"lc-urgency--{level.value}" for level in Level} <= STYLED


def test_every_class_of_ours_in_a_template_has_a_rule():
    unknown = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (ROOT / "templates").rglob("*.html")
        # A name that ends in a hyphen goes on with a value of the page.
        for name in re.findall(r"\b(?:lc|govuk)-[\w-]*\w\b(?!-)", path.read_text(encoding="utf-8"))
        if not any(styled == name or styled.startswith(f"{name}_") for styled in STYLED)
    }
    assert unknown == set()


def colours(scheme):
    """The named colours of the light or the dark scheme."""
    light, dark = re.findall(r"\{color-scheme:[^}]*\}|dark\)\{:root\{[^}]*\}", STYLE)[:2]
    named = dict(re.findall(r"--lc-([a-z-]+): (#[0-9a-f]{3,6})\b", light))
    if scheme == "dark":
        named |= dict(re.findall(r"--lc-([a-z-]+): (#[0-9a-f]{3,6})\b", dark))
    return named


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_worked_out_as_wcag_does():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.005)


TINTS = [f"{name}-tint" for name in ("accent", "danger", "amber", "ochre", "green", "plum")]
GROUNDS = ["paper", "surface", "sunk"]
WORDS = [
    *(("ink", ground) for ground in [*GROUNDS, *TINTS]),
    *(("quiet", ground) for ground in [*GROUNDS, "accent-tint"]),
    *((name, ground) for name in ("accent", "accent-deep", "danger") for ground in GROUNDS),
    *((tint.removesuffix("-tint"), tint) for tint in TINTS),
    *(("accent", tint) for tint in TINTS),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("paper", "danger"),
    ("paper", "danger-deep"),
]
EDGES = [
    *((name, ground) for name in ("edge", "focus", "accent", "danger", "amber") for ground in ("paper", "surface")),
    ("focus", "danger-tint"),
    ("focus", "accent-tint"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("needed", "pairs"), [(4.5, WORDS), (3, EDGES)], ids=["words", "edges"])
def test_contrast_is_enough(scheme, needed, pairs):
    named = colours(scheme)
    faint = {pair: round(contrast(named[pair[0]], named[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < needed} == {}
