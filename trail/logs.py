"""Log lines that nobody can forge: what a stranger wrote stays on one line, and no person's numbers are in it."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone

from trail.circumstances import current
from trail.cleaning import one_line, without_persons


class LineFormatter(logging.Formatter):
    """A line for people; a traceback, which we wrote ourselves, follows on lines of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = without_persons(one_line(record.message))
        return super().formatMessage(record)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time with zone, level, logger, message, and the request, person and address at work."""

    def format(self, record: logging.LogRecord) -> str:
        where = current()
        entry = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_persons(one_line(record.getMessage())),
            "request": where.request_id,
            "user": where.user_id,
            "address": where.address,
        }
        if record.exc_info:
            entry["traceback"] = without_persons(self.formatException(record.exc_info))
        return json.dumps({k: v for k, v in entry.items() if v not in ("", None)}, ensure_ascii=True)
