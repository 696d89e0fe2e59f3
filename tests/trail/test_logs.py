"""Lines of the logs."""

import json
import logging
import re

import pytest
from django.conf import settings

from trail import circumstances
from trail.logs import JsonFormatter, LineFormatter

HOSTILE = (
    "上传 a\r\n2026-01-01 INFO root 登录成功\x1b[31m\u2028\u202e.txt 手机13812345678 身份证11010119900307123X"
)
PERSONS = re.compile(r"1[3-9]\d{9}|\d{17}[\dXx]")


def written(formatter: logging.Formatter, message: str, *values: object, trouble: bool = False) -> str:
    info = None
    if trouble:
        try:
            raise ValueError(message)
        except ValueError as error:
            info = (type(error), error, error.__traceback__)
    return formatter.format(logging.LogRecord("reports", logging.WARNING, "x.py", 1, message, values, info))


def test_a_json_line_is_one_line_and_one_object():
    line = written(JsonFormatter(), "%s", HOSTILE, trouble=True)
    assert line.splitlines() == [line]
    assert set(json.loads(line)) >= {"time", "level", "logger", "message", "traceback"}


@pytest.mark.parametrize("formatter", [JsonFormatter(), LineFormatter("%(levelname)s %(message)s")])
def test_a_hostile_name_forges_no_line_and_steers_no_terminal(formatter):
    line = written(formatter, "file %s", HOSTILE)
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert not PERSONS.search(line)


def test_a_json_line_says_which_request_it_belongs_to():
    here = circumstances.Circumstances("web", "10.0.0.9", "abc", user_id=7)
    with circumstances.during(here, tracks=False):
        entry = json.loads(written(JsonFormatter(), "x"))
    assert (entry["request"], entry["user"], entry["address"]) == ("abc", 7, "10.0.0.9")


def test_the_settings_use_them():
    formatters = {entry["()"] for entry in settings.LOGGING["formatters"].values()}
    assert formatters == {"trail.logs.JsonFormatter", "trail.logs.LineFormatter"}
