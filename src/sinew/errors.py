"""The root of every refusal the domain makes, and the problem lists that imports report."""

from dataclasses import dataclass


class SinewError(Exception):
    """A refusal by the domain: something was asked that its rules do not allow."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with outside data.

    Attributes:
        where: what a person can find it by: ``file:line``, an event number or a question id.
        code: permanent kebab-case id of the kind of problem.
        message: one sentence that says what is wrong and what to do.
    """

    where: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message} [{self.code}]"

    def to_json(self) -> dict[str, str]:
        return {"where": self.where, "code": self.code, "message": self.message}


class InputRefused(SinewError):
    """Outside data was refused whole; ``problems`` lists everything wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems
