"""Which column of a table means what: guessed from its heading, and shown to a person."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a column can mean."""

    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    LAST_NAME = "last_name"
    NAME_SUFFIX = "name_suffix"
    FULL_NAME = "full_name"
    BORN_ON = "born_on"
    SEX = "sex"
    POSTAL_CODE = "postal_code"
    CITY = "city"
    STATE = "state"
    EMAIL = "email"
    PHONE = "phone"
    SUBSCRIBER_ID = "subscriber_id"
    MEMBER_ID = "member_id"
    NATIONAL_ID = "national_id"
    RELATIONSHIP = "relationship"
    DEPENDENT_OF = "dependent_of"
    MAINTENANCE = "maintenance"
    BEGINS_ON = "begins_on"
    THROUGH_ON = "through_on"
    GROUP = "group"
    PLAN = "plan"
    INSURANCE_LINE = "insurance_line"


WORDS: Mapping[Field, str] = {
    Field.BORN_ON: "birth date",
    Field.BEGINS_ON: "first day of coverage",
    Field.THROUGH_ON: "last day of coverage",
}
"""How a message calls a field, where its name does not say it."""

DATES = (Field.BORN_ON, Field.BEGINS_ON, Field.THROUGH_ON)

HEADINGS: Mapping[Field, str] = {
    Field.FIRST_NAME: (
        "first name|first|fname|given name|forename|member first name|first nm|employee first name|"
        "patient first name|preferred first name|legal first name"
    ),
    Field.MIDDLE_NAME: "middle name|middle|mi|middle initial|middle nm",
    Field.LAST_NAME: (
        "last name|last|lname|surname|family name|member last name|last nm|employee last name|"
        "patient last name|legal last name"
    ),
    Field.NAME_SUFFIX: "suffix|name suffix|generation",
    Field.FULL_NAME: "name|full name|member name|employee name|person name|last name first name",
    Field.BORN_ON: (
        "date of birth|dob|birth date|birthdate|birthday|born|member dob|d o b|dateofbirth|birth dt|"
        "date birth|member date of birth|employee dob"
    ),
    Field.SEX: "sex|gender|gender code|sex code",
    Field.POSTAL_CODE: (
        "zip|zip code|zipcode|postal code|postcode|post code|postal|home zip|zip5|mailing zip|"
        "home postal code|address zip"
    ),
    Field.CITY: "city|town|home city|mailing city|suburb",
    Field.STATE: "state|province|st|home state|state code|region",
    Field.EMAIL: "email|e mail|email address|work email|personal email|mail|e mail address|work e mail",
    Field.PHONE: (
        "phone|telephone|mobile|cell|phone number|mobile phone|cell phone|home phone|tel|mobile number"
    ),
    Field.SUBSCRIBER_ID: (
        "subscriber id|employee id|emp id|employee number|subscriber number|ee id|eeid|employeeid|"
        "policy holder id|subscriber|employee no|staff id|personnel number|worker id|family id|emplid|"
        "policy number"
    ),
    Field.MEMBER_ID: (
        "member id|memberid|member number|insurance id|unique id|person id|id|card number|member no|"
        "external id|unique identifier|insurance member id"
    ),
    Field.NATIONAL_ID: ("ssn|social security number|social security|soc sec id|ss number|national id|social"),
    Field.RELATIONSHIP: (
        "relationship|relation|relationship code|relationship to subscriber|member type|rel|"
        "dependent type|relationship to employee|person type|coverage type code"
    ),
    Field.DEPENDENT_OF: (
        "dependent of|subscriber of dependent|parent id|primary id|dependent of employee id"
    ),
    Field.MAINTENANCE: (
        "action|change type|maintenance|maintenance type|transaction type|maintenance code|"
        "record type|change code|add change term"
    ),
    Field.BEGINS_ON: (
        "effective date|start date|coverage start|coverage effective date|eligibility start|"
        "eligibility begin|begin date|effective|eff date|from|coverage begin date|start|"
        "eligibility start date|eligible from|hire date eligible|benefit start date|valid from"
    ),
    Field.THROUGH_ON: (
        "termination date|term date|end date|coverage end|coverage end date|eligibility end|"
        "eligibility end date|thru date|through|termination|end|to|expiry date|benefit end date|"
        "valid to|coverage termination date|eligible to|last day"
    ),
    Field.GROUP: "group|group number|group id|account|division|group no|employer group",
    Field.PLAN: "plan|plan name|plan code|plan id|benefit plan|product",
    Field.INSURANCE_LINE: (
        "line of business|coverage|coverage type|insurance line|benefit|benefit type|coverage line"
    ),
}
"""Headings as senders write them, in plain lower case."""

_BY_HEADING = {heading: field for field, headings in HEADINGS.items() for heading in headings.split("|")}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column means what. ``columns`` gives the place of each field, counted from 0.

    Attributes:
        ignored: headings that mean nothing to us.
        doubtful: fields that two columns claim, with the headings.
    """

    columns: Mapping[Field, int]
    ignored: tuple[str, ...]
    doubtful: Mapping[Field, tuple[str, ...]]

    def missing(self) -> tuple[str, ...]:
        """What every roster needs and this one lacks, in words."""
        needed = []
        if Field.FULL_NAME not in self.columns:
            for field, words in ((Field.FIRST_NAME, "first name"), (Field.LAST_NAME, "last name")):
                if field not in self.columns:
                    needed.append(words)
        if Field.BORN_ON not in self.columns:
            needed.append("birth date")
        return tuple(needed)

    def to_json(self, headings: Sequence[str]) -> dict[str, str]:
        """The heading of each field."""
        return {field.value: headings[place] for field, place in self.columns.items()}


def words(field: Field) -> str:
    """A field as a message calls it."""
    return WORDS.get(field, field.replace("_", " "))


def plain(heading: str) -> str:
    """A heading without case, accents and punctuation, words apart: ``BirthDate_`` is ``birth date``."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", heading.strip())
    text = unicodedata.normalize("NFKD", text)
    text = "".join(character for character in text if not unicodedata.combining(character)).lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def guess_columns(headings: Sequence[str], chosen: Mapping[Field, str] | None = None) -> ColumnMapping:
    """Read the headings; what a person has ``chosen`` comes first.

    Args:
        chosen: field to heading; "" for a field that the table does not have, whatever its headings say.

    Raises:
        KeyError: a chosen heading is not in the table.
    """
    columns: dict[Field, int] = {}
    doubtful: dict[Field, tuple[str, ...]] = {}
    for field, heading in (chosen or {}).items():
        if not heading:
            continue
        if heading not in headings:
            raise KeyError(heading)
        columns[field] = list(headings).index(heading)
    taken = set(columns.values())
    ignored = []
    for place, heading in enumerate(headings):
        if place in taken:
            continue
        said = plain(heading)
        found = _BY_HEADING.get(said) or _BY_HEADING.get(said.replace(" ", ""))
        if found is None or found in (chosen or {}):
            ignored.append(heading)
        elif found in columns:
            doubtful[found] = (*doubtful.get(found, (headings[columns[found]],)), heading)
        else:
            columns[found] = place
    every_name = {Field.FULL_NAME, Field.FIRST_NAME, Field.LAST_NAME}
    if every_name <= columns.keys() and Field.FULL_NAME not in (chosen or {}):
        ignored.append(headings[columns.pop(Field.FULL_NAME)])
    return ColumnMapping(columns, tuple(ignored), doubtful)
