"""Work for cells under test: each misbehaves in one way, or tries one thing that a cell must not be able to do."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


def warm_up():
    pass


def work(data: bytes, name: str, tell) -> bytes:
    """Run the probe of that name; what it returns, or the class of what it raised, is the answer."""
    try:
        if name == "tell_slowly":
            return json.dumps(tell_slowly(tell)).encode()
        return json.dumps(globals()[f"try_{name}"](data)).encode()
    except BaseException as error:
        return json.dumps(type(error).__name__).encode()


def tell_slowly(tell):
    for page in range(1, 4):
        tell(page, 3)
        time.sleep(0.1)
    return 3


def try_length(data):
    return len(data)


def try_environment(data):
    return dict(os.environ)


def try_connect(data):
    socket.socket().connect(("127.0.0.1", int(data)))
    return "connected"


def try_raw_connect(data):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)


def try_read(data):
    return Path(data.decode()).read_text()[:20]


def try_write(data):
    Path("left-behind").write_text("x")
    return "written"


def try_fork(data):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return "forked"


def try_execute(data):
    subprocess.run([sys.executable, "-V"], check=True)
    return "executed"


def try_signal(data):
    os.kill(int(data), signal.SIGTERM)
    return "sent"


def try_user(data):
    return os.getuid()


def try_memory(data):
    return len(bytearray(600 * 1024 * 1024))


def try_sleep(data):
    time.sleep(60)


def try_spin(data):
    while True:
        pass


def try_die(data):
    os._exit(3)


def try_fault(data):
    ctypes.string_at(0)


def try_flood(data):
    piece = b"x" * (1 << 20)
    while True:
        os.write(4, piece)
