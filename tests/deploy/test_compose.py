"""docker-compose.yml: who reaches whom, what is given to whom, and that nothing secret stands in it."""

from __future__ import annotations

import re

import pytest

from tests.deploy.reading import (
    Missing,
    compose,
    environment_of,
    example,
    example_lines,
    filled,
    instructions,
    places,
)
from tests.test_docs import variables_of_the_settings
from tools.commands import ROOT

NEEDED = {
    "POSTGRES_PASSWORD": "a-password",
    "LEGCHECK_SECRET_KEY": "a-secret",
    "LEGCHECK_HOSTS": "legs.example.org",
    "LEGCHECK_REGION": "GB",
}


@pytest.fixture(scope="module")
def services():
    return compose()["services"]


def test_services_are_the_proxy_the_site_what_runs_once_for_it_and_the_database(services):
    assert set(services) == {"proxy", "web", "prepare", "measure", "purge", "database"}


def test_only_the_proxy_is_reached_from_outside(services):
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    assert services["proxy"]["ports"] == ["80:80", "443:443", "443:443/udp"]
    assert not any({"network_mode", "expose"} & set(service) for service in services.values())


def test_only_the_proxy_has_a_way_out(services):
    networks = compose()["networks"]
    open_ones = {name for name, network in networks.items() if not (network or {}).get("internal")}

    assert {name for name, service in services.items() if open_ones & set(service["networks"])} == {"proxy"}
    assert all("inside" in service["networks"] for service in services.values())


def test_site_starts_after_a_healthy_database_and_its_preparation(services):
    assert services["web"]["depends_on"] == {
        "database": {"condition": "service_healthy"},
        "prepare": {"condition": "service_completed_successfully"},
    }
    assert services["prepare"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["prepare"]["command"] == ["python", "manage.py", "prepare_site", "--skip-accuracy"]
    assert services["prepare"]["restart"] == "no"


def test_measuring_runs_once_after_the_preparation_and_nobody_waits_for_it(services):
    assert services["measure"]["depends_on"] == {
        "database": {"condition": "service_healthy"},
        "prepare": {"condition": "service_completed_successfully"},
    }
    assert services["measure"]["command"] == ["python", "manage.py", "measure_accuracy"]
    assert services["measure"]["restart"] == "no"
    assert [name for name, service in services.items() if "measure" in service.get("depends_on", {})] == []


def test_page_with_safe_advice_waits_for_nobody(services):
    assert "depends_on" not in services["proxy"]


def test_what_runs_for_long_starts_again_by_itself(services):
    assert {name for name, service in services.items() if service["restart"] == "unless-stopped"} == {
        "proxy",
        "web",
        "purge",
        "database",
    }


def test_database_and_proxy_say_whether_they_are_well_and_the_image_does_for_the_site(services):
    assert services["database"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert services["proxy"]["healthcheck"]["test"][0] == "CMD"
    assert "healthcheck" not in services["web"]
    for name in ("prepare", "measure", "purge"):
        assert services[name]["healthcheck"] == {"disable": True}


@pytest.mark.parametrize("name", ["prepare", "measure", "purge"])
def test_what_runs_beside_it_has_the_same_image_with_the_same_settings_as_the_site(services, name):
    for part in ("image", "build", "environment", "networks", "read_only", "tmpfs"):
        assert services[name][part] == services["web"][part], part


@pytest.mark.parametrize("name", ["proxy", "web", "prepare", "measure", "purge"])
def test_what_talks_to_visitors_or_runs_our_code_has_as_few_rights_as_can_be(services, name):
    service = services[name]

    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]  # noqa: S108 - a folder of the container
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])


def test_what_must_outlive_a_container_is_in_named_volumes(services):
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql/data"]
    assert "certificates:/data" in services["proxy"]["volumes"]
    assert set(compose()["volumes"]) == {"database", "certificates", "day_keys"}


def test_keys_of_saved_results_are_with_those_alone_who_make_and_delete_them(services):
    holders = {name for name, service in services.items() if "day_keys:/day-keys" in service.get("volumes", [])}

    assert holders == {"web", "purge"}
    assert services["web"]["volumes"] == services["purge"]["volumes"] == ["day_keys:/day-keys"]
    assert any(words.startswith("install ") and words.endswith(" /day-keys") for _, words in instructions())
    assert [above for name, _, above in example_lines() if name == "LEGCHECK_DAY_KEYS" and "/day-keys" in above]


def test_purging_goes_on_after_one_that_fails(services):
    shell, option, script = services["purge"]["command"]

    assert (shell, option) == ("sh", "-c")
    assert re.fullmatch(r"while :; do python manage\.py purge_saved; sleep (\d+); done", script)
    assert "healthy" in services["purge"]["depends_on"]["database"]["condition"]


def test_files_that_the_proxy_is_given_exist_and_cannot_be_written(services):
    given = [volume.split(":") for volume in services["proxy"]["volumes"] if volume.startswith("./")]

    assert len(given) == 3
    assert [host for host, _, *mode in given if not (ROOT / host).exists() or mode != ["ro"]] == []


def test_images_are_pinned_and_name_no_registry(services):
    for service in services.values():
        image, _, tag = service["image"].partition(":")
        assert "." not in image.partition("/")[0]
        assert ("build" in service and not tag) or re.match(r"\d+(\.\d+)?-", tag), service["image"]


def test_site_gets_every_setting_and_nothing_unknown(services):
    given = set(services["web"]["environment"])

    assert given - {"WEB_CONCURRENCY"} == variables_of_the_settings()


def test_settings_of_a_public_site_behind_a_proxy_are_fixed(services):
    fixed = {name: value for name, value in services["web"]["environment"].items() if "$" not in value}

    assert fixed == {
        "LEGCHECK_DEBUG": "false",
        "LEGCHECK_SECOND_FACTOR": "true",
        "LEGCHECK_BEHIND_PROXY": "true",
        "LEGCHECK_HTTPS_REDIRECT": "true",
    }


def test_no_secret_is_written_down(services):
    secret = re.compile(r"PASSWORD|SECRET|KEY")
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if secret.search(name) and name != "LEGCHECK_SECOND_FACTOR":
                assert re.fullmatch(r"\$\{" + name + r":[-?][^}]*\}", value), name
    assert filled(services["web"]["environment"]["DATABASE_URL"], {"POSTGRES_PASSWORD": "X"}) == (
        "postgres://legcheck:X@database:5432/legcheck"
    )


def test_database_is_made_as_the_site_asks_for_it(services):
    assert environment_of("database", NEEDED) == {
        "POSTGRES_DB": "legcheck",
        "POSTGRES_USER": "legcheck",
        "POSTGRES_PASSWORD": "a-password",
    }


@pytest.mark.parametrize("name", sorted(NEEDED))
@pytest.mark.parametrize("given", [{}, {"empty": ""}], ids=["missing", "empty"])
def test_start_is_refused_with_what_to_do_without(name, given):
    variables = example(**NEEDED) | {name: given.get("empty", "")}
    if not given:
        del variables[name]

    with pytest.raises(Missing, match=r"into \.env.*see \.env\.example"):
        environment_of("web", variables)


def test_needed_variables_have_no_default_anywhere():
    operators = {name: set() for name, _, _ in places()}
    for name, operator, _ in places():
        operators[name].add(operator)

    assert {name for name, found in operators.items() if ":?" in found} == set(NEEDED)
    assert all(len(found) == 1 and found <= {":?", ":-"} for found in operators.values())
