"""The four delimiters of an X12 interchange, taken from its ISA segment even where that has an odd length."""

from dataclasses import dataclass

from sinew.roster.problems import ProblemList, Severity

ISA_CHARACTERS = 106
"""Length of a correct ISA with its terminator. Files with 105, 110 and 111 characters exist."""
ISA_ELEMENTS = 16


@dataclass(frozen=True, slots=True)
class Delimiters:
    """What separates elements, components and repetitions, and what ends a segment.

    ``component`` is "" where the sender left ISA16 empty, ``repetition`` before version 00402.
    """

    element: str
    component: str
    repetition: str
    terminator: str


@dataclass(frozen=True, slots=True)
class Interchange:
    """The head of an interchange: how to read it, and who sent it.

    Attributes:
        elements: ISA01 to ISA16, blanks taken off.
    """

    delimiters: Delimiters
    elements: tuple[str, ...]

    @property
    def sender(self) -> str:
        return self.elements[5]

    @property
    def receiver(self) -> str:
        return self.elements[7]

    @property
    def version(self) -> str:
        return self.elements[11]

    @property
    def control(self) -> str:
        return self.elements[12]

    @property
    def is_test(self) -> bool:
        return self.elements[14] == "T"


def read_isa(text: str, problems: ProblemList, *, number: int = 1) -> Interchange | None:
    """The head of an interchange.

    The length of ISA is not trusted: its first 16 elements are split at the character after "ISA", and what
    follows the sixteenth separator are ISA16 and the terminator.

    Args:
        text: begins with ``ISA``, at least 200 characters if the file has as many.

    Returns:
        ``None`` where the delimiters cannot be told; the reason is among the problems.
    """

    def refuse(code: str, message: str) -> None:
        problems.add(number, code, message, Severity.FILE)

    separator = text[3:4]
    if not separator or separator.isalnum() or separator.isspace():
        refuse(
            "isa-separator",
            "The character after ISA separates elements, and here it is a letter, digit or blank.",
        )
        return None
    parts = text.split(separator, ISA_ELEMENTS)
    if len(parts) <= ISA_ELEMENTS:
        refuse(
            "isa-elements",
            f"ISA has {len(parts) - 1} elements, and 16 are needed: the file is cut or no X12.",
        )
        return None
    component, terminator, is_guessed = _component_and_terminator(parts, separator)
    if not terminator or terminator.isalnum() or terminator == separator:
        refuse(
            "isa-terminator", "It cannot be told what ends a segment: ISA16 and its terminator are damaged."
        )
        return None
    if any(terminator in part or "\n" in part for part in parts[1:ISA_ELEMENTS]):
        refuse("isa-elements", "ISA has fewer than 16 elements: a segment ends before the sixteenth.")
        return None
    if is_guessed:
        problems.add(
            number,
            "isa16-missing",
            "ISA16, the component separator, is empty; the next character is taken as the end of a segment.",
            Severity.WARNING,
        )
    elements = (*(part.strip() for part in parts[1:ISA_ELEMENTS]), component)
    length = len(separator.join(parts[:ISA_ELEMENTS])) + 1 + len(component) + 1
    if length != ISA_CHARACTERS and not is_guessed:
        problems.add(
            number,
            "isa-length",
            f"ISA has {length} characters instead of {ISA_CHARACTERS}.",
            Severity.WARNING,
        )
    repetition = elements[10] if elements[11] >= "00402" and not elements[10].isalnum() else ""
    if component and component == repetition:
        problems.add(
            number,
            "delimiters-clash",
            "Components and repetitions are separated by the same character.",
            Severity.WARNING,
        )
        repetition = ""
    if component and component in (separator, terminator):
        refuse("delimiters-clash", "Two delimiters are the same character.")
        return None
    return Interchange(Delimiters(separator, component, repetition, terminator), elements)


def _component_and_terminator(parts: list[str], separator: str) -> tuple[str, str, bool]:
    """ISA16 and the terminator; true where ISA16 was left out and the first character is the terminator."""
    tail = parts[ISA_ELEMENTS]
    component, terminator = tail[:1], tail[1:2]
    if tail[1:].startswith(f"GS{separator}") or tail[1:].startswith(f"TA1{separator}"):
        return "", component, True
    if terminator in "\r\n" and component and not component.isspace():
        line = tail[1:].lstrip().split("\n", 1)[0].rstrip()
        if line.endswith(component):  # each line ends with it: it is the terminator, and ISA16 is empty
            return "", component, True
    return component, terminator, False
