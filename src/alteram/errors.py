"""One family of expected failures: a code for machines, a sentence for people, the evidence, and what to do now.

Anything that is not an :class:`AlteramError` is a bug and is not caught.
"""

from __future__ import annotations

from collections.abc import Mapping


class AlteramError(Exception):
    """An expected failure.

    ``code`` is stable and for machines; ``sentence()`` is for people; ``remedy`` says what to do now; ``evidence``
    holds what a reader needs to check the answer (never personal text).
    """

    code: str = "E-ALTERAM"
    remedy: str = ""

    def __init__(self, sentence: str = "", *, remedy: str = "", evidence: Mapping[str, object] | None = None) -> None:
        self._sentence = sentence
        if remedy:
            self.remedy = remedy
        self.evidence: Mapping[str, object] = dict(evidence or {})
        super().__init__(sentence)

    def sentence(self) -> str:
        """One plain sentence that a member of the body could follow."""
        return self._sentence
