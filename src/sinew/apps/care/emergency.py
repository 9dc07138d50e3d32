"""Emergency telephone numbers by country, for the advice shown when something cannot wait.

Source: the national numbers in common use (112 throughout the European Union, Directive (EU) 2018/1972,
article 109). An operator must check the numbers of the countries served before going live.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """A country a member can choose; `emergency` is the number for an ambulance."""

    code: str
    name: str
    emergency: str


COUNTRIES = tuple(
    Country(*row)
    for row in (
        ("US", "United States", "911"),
        ("AU", "Australia", "000"),
        ("AT", "Austria", "112"),
        ("BE", "Belgium", "112"),
        ("BG", "Bulgaria", "112"),
        ("CA", "Canada", "911"),
        ("HR", "Croatia", "112"),
        ("CY", "Cyprus", "112"),
        ("CZ", "Czechia", "112"),
        ("DK", "Denmark", "112"),
        ("EE", "Estonia", "112"),
        ("FI", "Finland", "112"),
        ("FR", "France", "112"),
        ("DE", "Germany", "112"),
        ("GR", "Greece", "112"),
        ("HU", "Hungary", "112"),
        ("IS", "Iceland", "112"),
        ("IN", "India", "112"),
        ("IE", "Ireland", "112"),
        ("IT", "Italy", "112"),
        ("JP", "Japan", "119"),
        ("LV", "Latvia", "112"),
        ("LT", "Lithuania", "112"),
        ("LU", "Luxembourg", "112"),
        ("MT", "Malta", "112"),
        ("MX", "Mexico", "911"),
        ("NL", "Netherlands", "112"),
        ("NZ", "New Zealand", "111"),
        ("NO", "Norway", "113"),
        ("PL", "Poland", "112"),
        ("PT", "Portugal", "112"),
        ("RO", "Romania", "112"),
        ("SG", "Singapore", "995"),
        ("SK", "Slovakia", "112"),
        ("SI", "Slovenia", "112"),
        ("KR", "South Korea", "119"),
        ("ES", "Spain", "112"),
        ("SE", "Sweden", "112"),
        ("CH", "Switzerland", "144"),
        ("GB", "United Kingdom", "999"),
    )
)
_NUMBERS = {country.code: country.emergency for country in COUNTRIES}


def emergency_number(country: str | None) -> str | None:
    """The number to call in this country (ISO 3166 alpha-2); ``None`` where we do not know it."""
    return _NUMBERS.get((country or "").upper())
