"""Pictures of the admin for docs/editing-knowledge.md: the example told there, done from the first sign-in to the end.

The key and the QR code in them belong to a database that is thrown away.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Locator, ViewportSize

from tests.journeys.chromium import DESK, PHONE
from tests.journeys.clinician import Clinician
from tests.journeys.serving import Server, Site
from tests.staff import PASSWORD

#: The windows in CSS pixels; a picture shows what stands in one, and stays small.
_WIDE, _NARROW = ViewportSize(width=DESK["width"], height=760), ViewportSize(width=PHONE["width"], height=760)
#: How much is left above the part that a picture is about, in CSS pixels.
_ABOVE = 12

_PERSON = "anna"
_MAKE_PERSON = f"""
from django.contrib.auth.models import Group, User
person = User.objects.create_user({_PERSON!r}, password={PASSWORD!r}, is_staff=True)
person.groups.set(Group.objects.filter(name__in=["knowledge editor", "knowledge publisher"]))
"""

_KEY = "weaker_in_heat"
_FINDING = "Weaker after a hot bath or shower"
_SOURCE = "not looked up"
_CAUSE = "multiple_sclerosis"
_PAGE = "timing"


def take_admin(browser: Browser, site: Site, server: Server, database: str, folder: Path) -> None:
    """Does the example on a database that `prepare_site` has prepared, and takes its pictures."""
    site.manage("shell", "-c", _MAKE_PERSON, database=database)
    _take_set_up(browser, server, folder)
    context = browser.new_context(viewport=_WIDE)
    anna = Clinician(context.new_page(), server.url)
    anna.sign_in_for_the_first_time(_PERSON)
    take(anna, "admin-start", folder)
    _add_finding(anna, folder)
    _take_draft(anna, folder)
    _add_option(anna, folder)
    _add_evidence(anna, folder)
    _add_rule(anna, folder)
    _publish(anna, folder)
    for address, name in (
        ("setting/", "admin-settings"),
        ("change/", "admin-changes"),
        ("release/1/roll-back/", "admin-roll-back"),
        ("release/1/change/", "admin-release"),
    ):
        anna.open(f"/admin/knowledge/{address}")
        take(anna, name, folder)
    anna.page.set_viewport_size(_NARROW)
    take(anna, "admin-release", folder)
    context.close()


def take(clinician: Clinician, name: str, folder: Path, part: Locator | None = None, above: int = _ABOVE) -> None:
    """A picture of what the window shows: the top of the page that is open, or of a part of it."""
    page = clinician.page
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo(0, 0)")
    if part is not None:
        part.evaluate("(it, above) => scrollTo(0, it.getBoundingClientRect().top - above)", above)
    page.screenshot(path=folder / f"{name}-{page.evaluate('innerWidth')}.png")


def _take_set_up(browser: Browser, server: Server, folder: Path) -> None:
    """The second factor, as it is set up once."""
    context = browser.new_context(viewport=_WIDE)
    newcomer = Clinician(context.new_page(), server.url)
    newcomer.open("/admin/")
    newcomer.fill("Username:", _PERSON)
    newcomer.fill("Password:", PASSWORD)
    newcomer.press("Sign in")
    take(newcomer, "admin-second-factor", folder)
    context.close()


def _add_finding(anna: Clinician, folder: Path) -> None:
    anna.open("/admin/knowledge/finding/add/")
    anna.fill("Label:", _FINDING)
    anna.fill("Key:", _KEY)
    anna.choose("Kind:", "Symptom")
    anna.find("Sources", _SOURCE, _SOURCE)
    for band in ("18-39", "40-59", "60-74", "75+"):
        anna.fill(f"Background at {band}:", "0.03")
    take(anna, "admin-finding", folder)
    anna.press("Save")


def _take_draft(anna: Clinician, folder: Path) -> None:
    """The draft with a finding that no page asks yet."""
    anna.open("/admin/knowledge/draftsnapshot/")
    take(anna, "admin-draft", folder)


def _open_entry(anna: Clinician, table: str, key: str) -> None:
    anna.open(f"/admin/knowledge/{table}/?q={key}")
    anna.follow(anna.page.locator("#result_list tbody th a").first.inner_text())


def _last_row(anna: Clinician, rows: str, words: str) -> Locator:
    anna.add_row(words)
    number = int(anna.page.locator(f"#id_{rows}-TOTAL_FORMS").input_value()) - 1
    return anna.page.locator(f"#{rows}-{number}")


def _add_option(anna: Clinician, folder: Path) -> None:
    _open_entry(anna, "question", _PAGE)
    row = _last_row(anna, "options", "Add another Option")
    row.locator("[name$=-key]").fill(_KEY)
    row.locator("[name$=-label]").fill("It gets worse after a hot bath or shower")
    anna.find_in(row, "hot bath", _FINDING)
    take(anna, "admin-question", folder, row, above=_WIDE["height"] - 260)
    anna.press("Save and continue editing")
    anna.follow("See this page as a man sees it")
    take(anna, "admin-preview", folder)


def _add_evidence(anna: Clinician, folder: Path) -> None:
    _open_entry(anna, "cause", _CAUSE)
    row = _last_row(anna, "evidence", "Add another Evidence")
    anna.find_in(row.locator(".field-finding"), "hot bath", _FINDING)
    row.locator("[name$=-frequency]").select_option(label="Frequent")
    anna.press("Save and continue editing")
    take(anna, "admin-refused", folder)
    row = anna.page.locator("#evidence-group tr.form-row:not(.empty-form)").last
    row.locator("summary").click()
    anna.find_in(row.locator(".field-sources"), _SOURCE, _SOURCE)
    take(anna, "admin-evidence", folder, row, above=_WIDE["height"] - 300)
    anna.press("Save and continue editing")


def _add_rule(anna: Clinician, folder: Path) -> None:
    anna.open("/admin/knowledge/rule/add/")
    anna.fill("Title:", "Weaker in heat with a change of sight")
    anna.fill("Key:", "heat_with_sight_change")
    anna.choose("Urgency:", "Within days")
    anna.fill("Tell:", "See a doctor within a week.")
    anna.fill("Because:", "Weakness that heat makes worse, with a change of sight, can come from the nerves.")
    anna.find("Suspects", "multiple sclerosis", "Multiple sclerosis")
    anna.find("Sources", _SOURCE, _SOURCE)
    clause = _last_row(anna, "clauses", "Add another Clause")
    anna.find_in(clause, "hot bath", _FINDING)
    clause = _last_row(anna, "clauses", "Add another Clause")
    anna.find_in(clause, "double", "Double vision")
    anna.find_in(clause, "blurred", "Blurred sight")
    anna.press("Save and continue editing")
    take(anna, "admin-rule", folder, anna.page.locator(".kb-sentence"))


def _publish(anna: Clinician, folder: Path) -> None:
    anna.open("/admin/knowledge/draftsnapshot/")
    anna.page.get_by_label("What is new, in a sentence or two").fill("Asks whether heat makes the weakness worse.")
    take(anna, "admin-publish", folder, anna.page.locator("#differs"))
    anna.press("Publish the draft")
    anna.page.locator("#run[data-ended=yes]").wait_for(timeout=120_000)
    take(anna, "admin-published", folder)
