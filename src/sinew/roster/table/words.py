"""What senders write in the cells of a table for relationships, sexes and changes."""

from sinew.roster.rows import Maintenance

RELATIONSHIPS = {
    word: code
    for code, words in {
        "18": "18 self subscriber employee ee e s primary member policyholder 1 m insured",
        "01": "01 spouse sp husband wife partner-spouse w h 2",
        "53": "53 partner dp domesticpartner lifepartner domestic",
        "19": "19 child ch c son daughter dependentchild d dependantchild 3",
        "09": "09 adopted adoptedchild",
        "17": "17 step stepchild stepson stepdaughter",
        "10": "10 foster fosterchild",
        "26": "26 guardian",
        "15": "15 ward",
        "G8": "g8 other o dependent dependant dep",
    }.items()
    for word in words.split()
}
"""To codes of X12 element 1069, from words without blanks and points, in lower case."""

SEXES = {"f": "F", "female": "F", "w": "F", "woman": "F", "m": "M", "male": "M", "man": "M"}

CHANGES = {
    word: change
    for change, words in {
        Maintenance.ADD: "add a new n enroll enrolled 021 addition hire",
        Maintenance.CHANGE: "change c update u 001 changed chg",
        Maintenance.END: "term t terminate terminated termination end ended 024 delete d cancel cancelled "
        "remove inactive",
        Maintenance.REINSTATE: "reinstate r reinstated 025 rehire",
        Maintenance.STATE: "active 030 audit full none",
    }.items()
    for word in words.split()
}


def squeezed(cell: str) -> str:
    """Lower case, without blanks, points and dashes: ``Step-Child`` is ``stepchild``."""
    return "".join(character for character in cell.lower() if character.isalnum())
