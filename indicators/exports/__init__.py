"""Published values as files: CSV and workbooks that Excel opens in Chinese, pictures, a data package, SDMX."""

from indicators.exports.errors import ExportError
from indicators.exports.formats import CSV, WRITERS, XLSX, Writer, content_disposition
from indicators.exports.material import Picture, gather

__all__ = ["CSV", "WRITERS", "XLSX", "ExportError", "Picture", "Writer", "content_disposition", "gather"]
