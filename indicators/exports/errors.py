"""What can go wrong with a file."""


class ExportError(Exception):
    """Why a file was not made; ``str()`` is the sentence to show."""
