import socket
import urllib.request

import pytest


def test_a_test_cannot_reach_another_host():
    with pytest.raises(RuntimeError, match=r"example\.org"):
        urllib.request.urlopen("http://example.org/", timeout=1)


def test_a_test_cannot_connect_to_an_address():
    with socket.socket() as client, pytest.raises(RuntimeError, match="network is closed"):
        client.connect(("192.0.2.1", 80))


def test_a_test_can_reach_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
