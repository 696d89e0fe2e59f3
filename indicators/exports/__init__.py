"""Published values as files: CSV that Excel opens in Chinese, and a workbook with sentences and
definitions."""

from indicators.exports.formats import WRITERS, Writer, content_disposition

__all__ = ["WRITERS", "Writer", "content_disposition"]
