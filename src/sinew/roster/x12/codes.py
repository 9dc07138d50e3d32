"""Codes of the 834 (005010X220A1) that a reader decides by.

Source: ASC X12N 834 implementation guide 005010X220A1, as in the map of azoner/pyx12 4.0.0 (BSD-3-Clause).
"""

from sinew.roster.rows import Maintenance

MEMBER_MAINTENANCE = {
    "001": Maintenance.CHANGE,
    "021": Maintenance.ADD,
    "024": Maintenance.END,
    "025": Maintenance.REINSTATE,
    "030": Maintenance.STATE,
}
"""INS03: what is done with the member."""

COVERAGE_MAINTENANCE = MEMBER_MAINTENANCE | {
    "002": Maintenance.END,
    "026": Maintenance.CHANGE,
    "032": Maintenance.STATE,
}
"""HD01: what is done with one line of coverage. 002 deletes it, 026 corrects it."""

SELF = "18"
RELATIONSHIPS = frozenset(
    [
        "01",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "23",
        "24",
        "25",
        "26",
        "31",
        "38",
        "53",
        "60",
        "D2",
        "G8",
        "G9",
    ]
)
"""INS02: how the member is related to the subscriber."""

MAINTENANCE_REASONS = frozenset(
    [
        "01",
        "02",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "14",
        "15",
        "16",
        "17",
        "18",
        "20",
        "21",
        "22",
        "25",
        "26",
        "27",
        "28",
        "29",
        "31",
        "32",
        "33",
        "37",
        "38",
        "39",
        "40",
        "41",
        "43",
        "59",
        "AA",
        "AB",
        "AC",
        "AD",
        "AE",
        "AF",
        "AG",
        "AH",
        "AI",
        "AJ",
        "AL",
        "EC",
        "XN",
        "XT",
    ]
)
"""INS04."""

BENEFIT_STATES = frozenset("ACST")
"""INS05: active, COBRA, surviving insured, TEFRA."""

EMPLOYMENT_STATES = frozenset(["AC", "AO", "AU", "FT", "L1", "PT", "RT", "TE"])
"""INS08."""

INSURANCE_LINES = frozenset(
    [
        "AG",
        "AH",
        "AJ",
        "AK",
        "DCP",
        "DEN",
        "EPO",
        "FAC",
        "HE",
        "HLT",
        "HMO",
        "LTC",
        "LTD",
        "MM",
        "MOD",
        "PDG",
        "POS",
        "PPO",
        "PRA",
        "STD",
        "UR",
        "VIS",
    ]
)
"""HD03."""

MEMBER_DATES = frozenset(
    [
        "050",
        "286",
        "296",
        "297",
        "300",
        "301",
        "303",
        "336",
        "337",
        "338",
        "339",
        "340",
        "341",
        "350",
        "351",
        "356",
        "357",
        "383",
        "385",
        "386",
        "393",
        "394",
        "473",
        "474",
    ]
)
"""DTP01 of the member loop: 356 eligibility begins, 357 ends."""

COVERAGE_DATES = frozenset(["300", "303", "343", "348", "349", "543", "695"])
"""DTP01 of a line of coverage: 348 benefit begins, 349 ends."""

MEMBER_NAMES = frozenset({"IL", "74"})
"""NM101 of the member: as before, or corrected. 70 is the wrong name that was corrected."""

SEGMENTS = frozenset(
    [
        "INS",
        "REF",
        "DTP",
        "NM1",
        "PER",
        "N3",
        "N4",
        "DMG",
        "EC",
        "ICM",
        "AMT",
        "HLH",
        "LUI",
        "DSB",
        "HD",
        "IDC",
        "LX",
        "N1",
        "PLA",
        "COB",
        "LS",
        "LE",
    ]
)
"""Segments that may stand in a member's loop."""

HEADER_SEGMENTS = frozenset(["BGN", "REF", "DTP", "QTY", "N1", "N2", "N3", "N4", "PER", "ACT"])
"""Segments between ST and the first INS. N2 to N4 and PER belong to 4010 files."""

TRANSACTIONS = {
    "270": "a coverage question (270)",
    "271": "the answer to a coverage question (271)",
    "276": "a question about a claim (276)",
    "277": "the state of a claim (277)",
    "278": "a request for services (278)",
    "820": "a premium payment (820)",
    "834": "an enrollment (834)",
    "835": "a payment of claims (835)",
    "837": "claims (837)",
    "997": "an acknowledgment (997)",
    "999": "an acknowledgment (999)",
}
"""ST01 of other files that reach a roster's inbox by mistake."""

VERSIONS = frozenset({"005010X220A1", "005010X220", "004010X095A1", "004010X095"})
"""GS08 and ST03 of files that this reader was tried on."""
