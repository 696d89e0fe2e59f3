"""Published values as files: CSV and workbooks that Excel opens in Chinese, pictures, a data package, SDMX."""

from indicators.exports.errors import ExportError
from indicators.exports.formats import WRITERS, Writer, content_disposition
from indicators.exports.material import Picture, gather

__all__ = ["WRITERS", "ExportError", "Picture", "Writer", "content_disposition", "gather"]
