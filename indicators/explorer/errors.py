"""What the explorer's verbs refuse."""


class ExplorerError(Exception):
    """One sentence for the person: what, why, what next."""
