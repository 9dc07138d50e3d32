"""Plain rows of a table as SQL: the rules of `sinew.roster.table.row` and `sinew.roster.sayings` at once.

A row is plain where nothing about it is unusual, so that it cannot be left out and gives no warning. What is
not plain is read by those modules themselves; tests hold both against each other. Words and dates are not
understood here: each that occurs is understood once, by the same modules, and looked up.
"""

from collections.abc import Callable, Mapping
from datetime import date

from sinew.roster.listing import LONGEST
from sinew.roster.rows import Maintenance
from sinew.roster.sayings import Asks, is_medical
from sinew.roster.snapshots.columns import DAY, SAID, TEXT, quoted
from sinew.roster.table.columns import DATES, Field
from sinew.roster.table.row import OPEN_END_YEAR, RowReader
from sinew.roster.table.words import CHANGES, RELATIONSHIPS, SEXES, squeezed

WORDS: Mapping[Field, str] = {
    **dict.fromkeys(DATES, DAY),
    Field.RELATIONSHIP: TEXT,
    Field.MAINTENANCE: TEXT,
    Field.SEX: TEXT,
    Field.INSURANCE_LINE: TEXT,
}
"""Columns that are looked up word by word, and what a word of them means."""
MEDICAL, OTHER = "medical", "other"
_ROWS_TRIED = 100_000
_MOSTLY_DIFFERENT = 0.5


def cell_columns(width: int) -> dict[str, str]:
    """The columns of a table of clean cells."""
    return {"number": "BIGINT"} | {f"c{place}": TEXT for place in range(width)}


def tried_words(columns: Mapping[Field, int]) -> str:
    """How many of some rows are counted, and how many different words each column has in them."""
    counted = ", ".join(f"count(DISTINCT c{columns[field]})" for field in columns)
    return f"SELECT count(*), {counted} FROM (SELECT * FROM cells LIMIT {_ROWS_TRIED}) AS tried"


def are_words(rows: int, different: int) -> bool:
    """Whether a column repeats itself. One that does not is no list of words, and is read row by row."""
    return different <= max(1_000, rows * _MOSTLY_DIFFERENT)


def all_words(columns: Mapping[Field, int]) -> str:
    """Every word of the columns, each once."""
    return f"SELECT {', '.join(f'array_agg(DISTINCT c{place})' for place in columns.values())} FROM cells"


def meaning_of(field: Field, reader: RowReader, today: date) -> Callable[[str], object]:
    """What a word of a column means; ``None`` where a row with it is not plain."""
    if field in DATES:
        return lambda word: _day(field, word, reader, today)
    if field is Field.RELATIONSHIP:
        return lambda word: RELATIONSHIPS.get(squeezed(word))
    if field is Field.MAINTENANCE:
        return lambda word: CHANGES.get(squeezed(word))
    if field is Field.SEX:
        return lambda word: SEXES.get(word.lower(), "")
    return lambda word: MEDICAL if is_medical(word) else OTHER


def _day(field: Field, word: str, reader: RowReader, today: date) -> object:
    day = reader.day(field, word)
    if day is None or (field is Field.BORN_ON and (day > today or day.year < 1000)):
        return None
    if field is Field.THROUGH_ON and day.year > OPEN_END_YEAR:
        return ""
    return day


def judged(columns: Mapping[Field, int], width: int) -> str:
    """Every row as a snapshot has it, with ``is_plain`` and its cells.

    Tables: ``cells``, and for each column of `WORDS` a table of its words and their meanings.
    """
    keyed = f"SELECT *, {_KEY} AS key FROM ({_meant(columns, width)}) AS meant"
    family = "CASE WHEN subscriber_id <> '' THEN 'subscriber ' || squeezed(subscriber_id) ELSE key END"
    familiar = f"SELECT *, {family} AS family FROM ({keyed}) AS keyed"
    cells = ", ".join(f"c{place}" for place in range(width))
    fits = " AND ".join(f'length("{name}") <= {longest}' for name, longest in LONGEST.items())
    return f"""
        SELECT {quoted(name for name in SAID if name not in _MADE_HERE)},
            national_id_hash(digits) AS national_id_hash, '' AS birth_sequence, false AS is_restricted,
            CAST(NULL AS DATE) AS died_on,
            is_understood AND {_SOUND} AND {fits} AS is_plain, {cells}
        FROM ({familiar}) AS familiar"""


_MADE_HERE = ("national_id_hash", "birth_sequence", "is_restricted", "died_on")
_KEY = """
    CASE WHEN member_id <> '' THEN 'member ' || squeezed(member_id)
    WHEN subscriber_id = '' THEN trim('name ' || squeezed(last_name) || ' ' || squeezed(first_name) || ' '
        || replace(CAST(born_on AS STRING), '-', ''))
    WHEN is_subscriber OR first_name = '' THEN 'subscriber ' || squeezed(subscriber_id)
    ELSE trim('dependent ' || squeezed(subscriber_id) || ' ' || squeezed(first_name)) END"""
_SOUND = """
    last_name <> '' AND born_on IS NOT NULL
    AND (begins_on IS NULL OR through_on IS NULL OR begins_on <= through_on)
    AND (digits = '' OR (
        octets(digits) = 9 AND regexp_like(digits, '^[0-9]{9}$') AND digits <> repeat(substr(digits, 1, 1), 9)
    ))
    AND octets(member_id) = length(member_id) AND octets(subscriber_id) = length(subscriber_id)
    AND (member_id <> '' OR (
        octets(first_name) = length(first_name)
        AND (subscriber_id <> '' OR octets(last_name) = length(last_name))
    ))"""
"""What makes a row plain beside its words: keys of ASCII, for other letters have more than one upper case."""


def _meant(columns: Mapping[Field, int], width: int) -> str:
    """Rows whose words are looked up and whose names are taken apart."""
    found = {field for field in WORDS if field in columns}
    joins = " ".join(
        f"LEFT JOIN words_{field} ON words_{field}.word = cells.c{columns[field]}" for field in sorted(found)
    )
    understood = " AND ".join(
        f"(cells.c{columns[field]} IS NULL OR words_{field}.word IS NOT NULL)" for field in sorted(found)
    )

    def text(field: Field) -> str:
        return f"coalesce(cells.c{columns[field]}, '')" if field in columns else "''"

    def meaning(field: Field, missing: str) -> str:
        return f"coalesce(words_{field}.meaning, {missing})" if field in found else missing

    days = {field: f"words_{field}.meaning" if field in found else f"CAST(NULL AS {DAY})" for field in DATES}
    dependent = f"CASE WHEN {text(Field.DEPENDENT_OF)} <> '' THEN 'G8' ELSE '18' END"
    relationship = meaning(Field.RELATIONSHIP, dependent)
    change = meaning(Field.MAINTENANCE, f"'{Maintenance.STATE}'")
    first, last = _names(text)
    line = meaning(Field.INSURANCE_LINE, f"'{MEDICAL}'")
    asks = (
        f"CASE WHEN {change} = '{Maintenance.END}' THEN '{Asks.END}' "
        f"WHEN {line} = '{OTHER}' THEN '{Asks.NOTHING}' ELSE '{Asks.STATE}' END"
    )
    cells = ", ".join(f"cells.c{place}" for place in range(width))
    digits = f"replace(replace({text(Field.NATIONAL_ID)}, '-', ''), ' ', '')"
    same = ", ".join(f'{text(field)} AS "{field}"' for field in _TEXTS)
    return f"""
        SELECT number, {relationship} = '18' AS is_subscriber, {relationship} AS relationship,
            {change} AS maintenance, {asks} AS asks, {digits} AS digits, {first} AS first_name,
            {last} AS last_name, {meaning(Field.SEX, "''")} AS sex,
            coalesce(nullif({text(Field.DEPENDENT_OF)}, ''), {text(Field.SUBSCRIBER_ID)}) AS subscriber_id,
            {", ".join(f"{day} AS {field}" for field, day in days.items())}, {same},
            {understood or "true"} AS is_understood, {cells}
        FROM cells {joins}"""


_TEXTS = (
    Field.MEMBER_ID,
    Field.GROUP,
    Field.MIDDLE_NAME,
    Field.NAME_SUFFIX,
    Field.POSTAL_CODE,
    Field.CITY,
    Field.STATE,
    Field.EMAIL,
    Field.PHONE,
)
"""Columns that are taken as they are."""


def _names(text: Callable[[Field], str]) -> tuple[str, str]:
    """First and last name; of one column, ``Last, First`` or ``First Last``."""
    first, last, full = text(Field.FIRST_NAME), text(Field.LAST_NAME), text(Field.FULL_NAME)
    comma = f"instr({full}, ',')"
    whole_last = f"regexp_extract({full}, '[^ ]*$', 0)"
    last_of_full = f"CASE WHEN {comma} > 0 THEN trim(substr({full}, 1, {comma} - 1)) ELSE {whole_last} END"
    first_of_full = (
        f"CASE WHEN {comma} > 0 THEN trim(substr({full}, {comma} + 1)) "
        f"ELSE trim(substr({full}, 1, length({full}) - length({whole_last}))) END"
    )
    if full == "''":
        return first, last
    is_apart = f"{first} <> '' OR {last} <> ''"
    return (
        f"CASE WHEN {is_apart} THEN {first} ELSE {first_of_full} END",
        f"CASE WHEN {is_apart} THEN {last} ELSE {last_of_full} END",
    )
