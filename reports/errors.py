"""The errors of this half that a person meets; ``str()`` is one sentence: what, why, what next."""


class ServiceError(Exception):
    """A change that can't be made as asked; nothing was changed."""


class Refused(ServiceError):
    """A file that is not taken in; nothing of it is kept."""
