"""Settings of the staff side and of who runs the site: what each variable does and which values are refused."""

from __future__ import annotations

import runpy

import pytest
from django.core.exceptions import ImproperlyConfigured

from tools.commands import ROOT

PUBLIC = {
    "LEGCHECK_DEBUG": "false",
    "LEGCHECK_SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnopqrstuvwxyz",
    "LEGCHECK_HOSTS": "legs.example.org",
    "LEGCHECK_REGION": "GB",
}

OWN = (
    "LEGCHECK_LANGUAGE",
    "LEGCHECK_LOCALES",
    "LEGCHECK_SECOND_FACTOR",
    "LEGCHECK_STAFF_IDLE_MINUTES",
    "LEGCHECK_STAFF_SESSION_HOURS",
)


@pytest.fixture
def settings_with(monkeypatch):
    """settings_with(NAME="value") reads the settings of a site with these variables alone."""

    def read(**variables: str):
        for name in (*OWN, *PUBLIC):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "legcheck/settings.py"))

    return read


@pytest.mark.parametrize(
    ("site", "flag", "is_on"),
    [({}, "", False), ({}, "true", True), ({}, "false", False), (PUBLIC, "", True), (PUBLIC, "true", True)],
)
def test_second_factor_is_on_but_for_a_local_trial(settings_with, site, flag, is_on):
    assert settings_with(**site, LEGCHECK_SECOND_FACTOR=flag)["LEGCHECK_SECOND_FACTOR"] is is_on


def test_second_factor_of_a_public_site_cannot_be_switched_off(settings_with):
    with pytest.raises(ImproperlyConfigured, match=r"LEGCHECK_SECOND_FACTOR is off.*Leave it out, or write true\."):
        settings_with(**PUBLIC, LEGCHECK_SECOND_FACTOR="false")


def test_second_factor_is_a_yes_or_a_no(settings_with):
    with pytest.raises(ImproperlyConfigured, match="write true or false"):
        settings_with(LEGCHECK_SECOND_FACTOR="maybe")


def test_limits_of_a_sign_in_have_their_defaults(settings_with):
    settings = settings_with()
    assert (settings["SESSION_COOKIE_AGE"], settings["LEGCHECK_STAFF_SESSION_HOURS"]) == (3600, 12)


@pytest.mark.parametrize(
    ("name", "value", "setting", "meaning"),
    [
        ("LEGCHECK_STAFF_IDLE_MINUTES", "5", "SESSION_COOKIE_AGE", 300),
        ("LEGCHECK_STAFF_IDLE_MINUTES", "720", "SESSION_COOKIE_AGE", 43200),
        ("LEGCHECK_STAFF_SESSION_HOURS", "1", "LEGCHECK_STAFF_SESSION_HOURS", 1),
        ("LEGCHECK_STAFF_SESSION_HOURS", "24", "LEGCHECK_STAFF_SESSION_HOURS", 24),
    ],
)
def test_limits_of_a_sign_in_can_be_set(settings_with, name, value, setting, meaning):
    assert settings_with(**{name: value})[setting] == meaning


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEGCHECK_STAFF_IDLE_MINUTES", "4"),
        ("LEGCHECK_STAFF_IDLE_MINUTES", "721"),
        ("LEGCHECK_STAFF_SESSION_HOURS", "0"),
        ("LEGCHECK_STAFF_SESSION_HOURS", "25"),
        ("LEGCHECK_STAFF_SESSION_HOURS", "twelve"),
    ],
)
def test_limits_of_a_sign_in_out_of_range_are_refused(settings_with, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"{name} is '{value}': write a whole number from"):
        settings_with(**{name: value})


@pytest.mark.parametrize(("site", "secure"), [({}, False), (PUBLIC, True)])
def test_cookies_go_over_https_alone_on_a_public_site(settings_with, site, secure):
    settings = settings_with(**site)
    assert settings["SESSION_COOKIE_SECURE"] is secure
    assert settings["CSRF_COOKIE_SECURE"] is secure


@pytest.mark.parametrize(
    "contact", ["", "help@legs.example.org", "https://legs.example.org", "https://legs.example.org/write-to-us?by=post"]
)
def test_who_runs_the_site_can_be_reached_by_mail_or_at_a_page(settings_with, contact):
    read = settings_with(LEGCHECK_OPERATOR=" Legs Trust ", LEGCHECK_OPERATOR_CONTACT=contact)
    assert (read["LEGCHECK_OPERATOR"], read["LEGCHECK_OPERATOR_CONTACT"]) == ("Legs Trust", contact)


@pytest.mark.parametrize(
    "contact", ["the front desk", "http://legs.example.org", "javascript:alert(1)", "help@legs", "a@b.c@d", "https://"]
)
def test_a_contact_that_no_link_can_be_made_of_is_refused(settings_with, contact):
    with pytest.raises(ImproperlyConfigured, match=r"LEGCHECK_OPERATOR_CONTACT is .*begins with https://"):
        settings_with(LEGCHECK_OPERATOR_CONTACT=contact)


@pytest.mark.parametrize(
    ("site", "given", "folder"),
    [
        ({}, "", str(ROOT / "day-keys")),
        ({}, "/tmp/keys", "/tmp/keys"),  # noqa: S108 - nothing is written
        (PUBLIC, "", "None"),
        (PUBLIC, "/day-keys", "/day-keys"),
    ],
)
def test_results_can_be_saved_on_a_local_trial_and_where_the_keys_have_a_place(settings_with, site, given, folder):
    assert str(settings_with(**site, LEGCHECK_DAY_KEYS=given)["LEGCHECK_DAY_KEYS"]) == folder


@pytest.mark.parametrize("folder", ["day-keys", "./keys", "~/keys"])
def test_a_place_of_the_keys_that_depends_on_where_one_stands_is_refused(settings_with, folder):
    with pytest.raises(ImproperlyConfigured, match=r"LEGCHECK_DAY_KEYS is .* begins with a slash"):
        settings_with(LEGCHECK_DAY_KEYS=folder)


@pytest.mark.parametrize(("asked", "is_on"), [({}, False), ({"LEGCHECK_HSTS_PRELOAD": "true"}, True)])
def test_the_preload_list_is_asked_for_only_on_request(settings_with, asked, is_on):
    read = settings_with(**PUBLIC, **asked)
    assert (read["SECURE_HSTS_PRELOAD"], read["SECURE_HSTS_INCLUDE_SUBDOMAINS"]) == (is_on, is_on)


@pytest.mark.parametrize("site", [{}, {**PUBLIC, "LEGCHECK_HSTS_SECONDS": "31535999"}], ids=["trial", "short"])
def test_the_preload_list_takes_a_year_and_no_less(settings_with, site):
    with pytest.raises(ImproperlyConfigured, match=r"LEGCHECK_HSTS_PRELOAD is on: that needs .* 31536000 or more"):
        settings_with(**site, LEGCHECK_HSTS_PRELOAD="true")


@pytest.fixture
def locales(tmp_path):
    """A folder with a catalogue of Brazilian Portuguese."""
    (tmp_path / "pt_BR/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "pt_BR/LC_MESSAGES/django.mo").touch()
    return str(tmp_path)


def test_the_site_is_in_english_unless_it_is_told_otherwise(settings_with):
    settings = settings_with()
    assert (settings["LANGUAGE_CODE"], settings["LANGUAGES"]) == ("en-gb", [("en-gb", "en-gb")])


def test_a_language_of_which_there_is_a_catalogue_is_that_of_the_whole_site(settings_with, locales):
    settings = settings_with(LEGCHECK_LANGUAGE="pt-BR", LEGCHECK_LOCALES=locales)
    assert settings["LANGUAGE_CODE"] == "pt-br"
    assert "pt-br" in dict(settings["LANGUAGES"])
    assert [str(path) for path in settings["LOCALE_PATHS"]] == [locales, str(ROOT / "legcheck/locale")]


@pytest.mark.parametrize(("where", "known"), [("", "write en-gb"), ("there", "write en-gb, or one of pt-br")])
def test_a_language_without_a_catalogue_is_refused(settings_with, locales, where, known):
    with pytest.raises(ImproperlyConfigured, match=rf"LEGCHECK_LANGUAGE is 'xx', which has no catalogue: {known}\."):
        settings_with(LEGCHECK_LANGUAGE="xx", LEGCHECK_LOCALES=locales if where else "")


def test_no_page_is_chosen_by_the_language_of_the_browser(settings_with):
    assert not [name for name in settings_with()["MIDDLEWARE"] if "Locale" in name]
