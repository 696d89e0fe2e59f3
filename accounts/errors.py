"""What the verbs of this room refuse with."""


class PeopleError(Exception):
    """A change to an account that is refused; the text is one sentence for whoever asked."""
