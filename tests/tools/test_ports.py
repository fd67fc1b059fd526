"""tools/ports.py: a port that is taken is said in words before the site starts."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tools.commands import StepFailed
from tools.ports import port_number, require_free


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_a_free_port_is_accepted_and_left_free(listener):
    port = listener.getsockname()[1]
    listener.close()

    require_free("127.0.0.1", port)
    require_free("127.0.0.1", port)


def test_a_port_in_use_is_refused_with_another_one_to_try(listener):
    port = listener.getsockname()[1]

    with pytest.raises(StepFailed, match=f"Port {port} of 127.0.0.1 is in use: .* make run PORT="):
        require_free("127.0.0.1", port)


@pytest.mark.parametrize("address", ["192.0.2.1", "no.such.host.invalid", "not an address"])
def test_an_address_that_is_not_of_this_machine_is_refused(address):
    with pytest.raises(StepFailed, match=r"leave ADDRESS out to use 127\.0\.0\.1"):
        require_free(address, 8000)


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8000", 8000), ("65535", 65_535)])
def test_a_port_number_is_read(text, port):
    assert port_number(text) == port


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "80 80", "http", "8e3", "٨٠"])
def test_what_is_no_port_number_is_refused(text):
    with pytest.raises(StepFailed, match="whole number from 1 to 65535"):
        port_number(text)
