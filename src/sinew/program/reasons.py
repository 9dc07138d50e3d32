"""A reason: which rule spoke, because of which facts, on what source."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided.

    Attributes:
        rule: permanent id of the rule; ``Program.wording[rule]`` is the sentence a member reads.
        because: the facts that fired it, each ``"<what>: <value>"``.
        source: ids of content/vocabulary/references.yaml; empty where the rule is a proposal of ours.
    """

    rule: str
    because: tuple[str, ...]
    source: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {"rule": self.rule, "because": list(self.because), "source": list(self.source)}
