import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config.web_health import is_well


@pytest.fixture
def answer() -> Iterator[dict]:
    """What a server on this machine answers; `answer["url"]` is where."""
    told = {"status": 200, "body": {"database": "ok"}}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told["host"] = self.headers["Host"]
            self.send_response(told["status"])
            self.end_headers()
            self.wfile.write(json.dumps(told["body"]).encode())

        def log_message(self, *arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield told | {"url": f"http://127.0.0.1:{server.server_port}/healthz", "told": told}
        server.shutdown()
        thread.join()


def test_a_server_that_answers_under_its_name_is_well(answer):
    assert is_well(answer["url"], "zhiheng.example.cn")
    assert answer["told"]["host"] == "zhiheng.example.cn"


def test_a_missing_worker_does_not_make_the_web_server_ill(answer):
    answer["told"].update(status=503, body={"database": "ok", "workers": 0})
    assert is_well(answer["url"], "localhost")


def test_a_server_without_its_database_is_not_well(answer):
    answer["told"].update(status=503, body={"database": "unreachable"})
    assert not is_well(answer["url"], "localhost")


def test_silence_is_not_well():
    assert not is_well("http://127.0.0.1:9/healthz", "localhost")
