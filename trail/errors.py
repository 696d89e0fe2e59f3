"""What can go wrong with the trail."""


class NotRecorded(Exception):
    """A row of the trail could not be written; what it was to record must not happen either."""


class TrailError(Exception):
    """Why a task about the trail was refused; ``str()`` is the sentence to show."""
