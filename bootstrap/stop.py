"""The one way in which the bootstrap gives up: a sentence that says what to do."""


class Stop(Exception):
    """Raised with the whole sentence for the person at the terminal."""
