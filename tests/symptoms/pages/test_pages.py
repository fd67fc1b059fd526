"""The pages around the check: what each shows and needs, that links lead somewhere, and what is listed."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from urllib.parse import urldefrag, urlsplit
from xml.etree import ElementTree

import pytest
from django.db import OperationalError, connection

from knowledge.models import LiveRelease, Release
from symptoms.pages.places import ABOUT, INDEXED
from symptoms.questionnaire import COOKIE
from symptoms.visit import new_visit
from tests.symptoms.visitor import Shown, Visitor

PLAIN = ["/about/", "/about/how-it-works/", "/about/privacy/", "/about/accessibility/", "/questions/"]
OF_THE_RELEASE = [
    "/sources/",
    "/library/",
    "/library/causes/depression/",
    "/library/causes/stroke_tia/",
    "/library/advice/strength_train/",
    "/library/advice/crisis_support/",
    "/about/accuracy/",
]
RELEASES = "/about/releases/"
PAGES = [*PLAIN, *OF_THE_RELEASE]


@pytest.fixture
def away():
    """The database does not answer."""

    def fail(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def unpublished(hold):
    """No release is live."""
    hold(None)


# Every page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_no_database_and_has_what_search_engines_and_screen_readers_need(live, see, path):
    page = see(path)
    assert page.status == 200
    assert page.heading
    assert page.title.endswith(" - legcheck")
    assert 50 <= len(page.root.one("meta", name="description")["content"]) <= 300
    assert page.root.one("link", rel="canonical")["href"] == f"http://testserver{path}"
    levels = [int(part.tag[1]) for part in page.main.all() if re.fullmatch("h[1-6]", part.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [part["id"] for part in page.root.all() if "id" in part.attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_knows_nothing_of_the_visitor(live, client, path):
    before = client.get(path).content
    visitor = Visitor(client)
    answers = {"scope": ("me_man",), "danger_now": ("chest_pain",)}
    visitor.keep(dataclasses.replace(new_visit(1), answers=answers, age=50))
    response = client.get(path)
    assert response.content == before
    assert not response.cookies
    assert COOKIE in client.cookies


@pytest.mark.parametrize("path", PAGES)
def test_a_page_never_tells_a_man_what_he_has(live, see, path):
    page = see(path)
    words = " ".join(part.text for part in page.main.all() if part.tag in ("p", "h1", "h2", "h3", "li"))
    assert page.heading in words
    assert not re.search(r"\byou have\b|\brules? out\b|\bruled out\b", words, re.IGNORECASE)


@pytest.mark.parametrize("path", [*OF_THE_RELEASE, "/sitemap.xml"])
def test_what_is_made_from_the_release_is_closed_with_advice_without_one(client, unpublished, path):
    response = client.get(path)
    assert response.status_code == 503
    assert b"The check is closed for a short time" in response.content


@pytest.mark.parametrize("path", PLAIN)
def test_the_other_pages_are_there_without_a_release(see, unpublished, path):
    page = see(path)
    assert page.status == 200
    assert "{release" not in page.text


@pytest.mark.parametrize("path", ["/about/", "/library/", "/robots.txt", "/library/causes/depression/"])
def test_a_page_takes_no_form(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/library/causes/no_such_cause/", "/library/advice/no_such_advice/"])
def test_an_unknown_key_is_not_found(live, client, path):
    assert client.get(path).status_code == 404


# The list of releases


@pytest.mark.django_db
def test_every_release_is_told_with_its_date_and_note(live, see, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = see(RELEASES)
    date = Release.objects.get().created_at.date().isoformat()
    assert f"Release 1 {date}. In use now. Note: The shipped knowledge" in page.main.text
    assert page.root.one("link", rel="canonical")["href"] == f"http://testserver{RELEASES}"


@pytest.mark.django_db
def test_without_the_database_the_release_in_use_is_told(live, see, away, caplog):
    page = see(RELEASES)
    assert "The list cannot be read just now. In use now: release 1," in page.main.text
    assert "OperationalError" in caplog.text


@pytest.mark.django_db
def test_without_a_release_the_list_says_what_was_there(see, unpublished):
    LiveRelease.objects.update(release_id=None)
    assert "Replaced. Note: The shipped knowledge" in see(RELEASES).main.text


def test_privacy_tells_of_no_way_to_save_a_result_where_there_is_none(live, see, settings):
    settings.LEGCHECK_DAY_KEYS = None
    text = see("/about/privacy/").main.text
    assert "keeps no name, no address and no answers" in text
    assert f"after {live.release.numbers.answers_hours} hours at most" in text
    assert "ask the site to save" not in text
    assert "unless you ask" not in text


# Who stands behind it


@pytest.mark.parametrize("path", ["/about/", "/about/privacy/", "/about/accessibility/"])
@pytest.mark.parametrize(
    ("name", "contact", "said", "link"),
    [
        ("", "", "have not put their name here", None),
        ("Legs Trust", "", "This site is run by Legs Trust.", None),
        ("Legs Trust", "help@legs.example.org", "This site is run by Legs Trust.", "mailto:help@legs.example.org"),
        ("", "https://legs.example.org/@us", "have not put their name here", "https://legs.example.org/@us"),
    ],
)
def test_whoever_runs_the_site_is_named_or_is_said_to_be_unnamed(live, see, settings, path, name, contact, said, link):
    settings.LEGCHECK_OPERATOR = name
    settings.LEGCHECK_OPERATOR_CONTACT = contact
    page = see(path)
    assert said in page.main.text
    assert page.links().get(contact) == link


def test_about_lists_every_page_about_the_site(live, see):
    links = see("/about/").links()
    assert [title for title in (place.title for place in ABOUT) if title not in links] == []


# Links, the site map, what is not listed


def links_of(page: Shown) -> set[str]:
    return {urldefrag(link["href"]).url for link in page.root.all("a") if not urlsplit(link["href"]).scheme}


@pytest.mark.django_db
def test_all_links_lead_somewhere_titles_are_one_of_a_kind_and_the_site_map_lists_what_may_be_listed(live, client):
    titles: dict[str, str] = {}
    fragments: set[tuple[str, str]] = set()
    ids: dict[str, set[str]] = {}
    open_, seen, listed = ["/"], {"/"}, set()
    while open_:
        path = open_.pop()
        response = client.get(path)
        while response.status_code == 302:
            response = client.get(response["Location"])
        assert response.status_code == 200, path
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = Shown(response)
        ids[path] = {part["id"] for part in page.root.all() if "id" in part.attributes}
        if "X-Robots-Tag" not in response:
            listed.add(path)
            assert page.title not in titles, (path, titles[page.title])
            titles[page.title] = path
        for link in page.root.all("a"):
            target = urlsplit(link["href"])
            if not target.scheme and target.fragment:
                fragments.add((target.path or path, target.fragment))
        new = {link or path for link in links_of(page)} - seen
        seen |= new
        open_ += sorted(new)

    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own site made it
    mapped = [urlsplit(place.text or "") for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert {place.netloc for place in mapped} == {"testserver"}
    assert sorted(place.path for place in mapped) == sorted(listed)
    assert [(path, name) for path, name in fragments if name not in ids[path]] == []


def test_everything_in_the_footer_is_indexed(live, see):
    nav = see("/").root.one("footer").one("nav")
    assert nav["aria-label"] == "About this site"
    assert len(list(nav.all("a"))) <= len(INDEXED)


def test_robots_leave_the_api_and_the_staff_side_alone_and_can_see_that_the_check_is_not_to_be_listed(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /api/",
        "Disallow: /admin/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("/check/cleared/", "noindex"),
        ("/check/1/", "noindex"),
        ("/check/nothing-here/", "noindex"),
        ("/feedback/thanks/3/", "noindex"),
        ("/api/v1/releases/current", "noindex"),
        ("/api/v1/nothing", "noindex"),
        ("/admin/login/", "noindex"),
        ("/", None),
        ("/library/", None),
    ],
)
@pytest.mark.django_db
def test_what_is_one_visitors_alone_is_not_indexed(live, client, path, tag):
    assert client.get(path).headers.get("X-Robots-Tag") == tag
