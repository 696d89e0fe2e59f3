"""`python -m config.web_health`: the exit code says whether the web server of this container does its work.

A health page in red because no worker runs or the disk fills up is still an answer of a working web server;
restarting it would not help.
"""

import json
import os
import sys
import urllib.error
import urllib.request


def is_well(url: str, host: str) -> bool:
    """Whether the server answers under the host's name and reaches its database."""
    request = urllib.request.Request(url, headers={"Host": host})  # noqa: S310 - the caller gives a http:// address
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            request, timeout=8
        ) as response:
            body = response.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    except OSError:
        return False
    try:
        return json.loads(body).get("database") == "ok"
    except ValueError:
        return False


def main() -> int:
    """0 where the server on port 8000 is well, else 1."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    return 0 if is_well("http://127.0.0.1:8000/healthz", host) else 1


if __name__ == "__main__":
    sys.exit(main())
