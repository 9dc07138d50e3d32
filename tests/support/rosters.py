"""The night of a large generated roster, as a table or an 834, with the truth about every person.

People are made by DuckDB from their number, so that millions of them take seconds. Against who is listed,
one in a hundred has moved, one in two hundred is missing, as many are new, and one in a thousand is ended by
a row.
"""

from pathlib import Path

import duckdb

from sinew.roster.listing import ListedRow
from sinew.roster.snapshots.duck import DuckEngine

MEMBERS_IN_A_TRANSACTION = 10_000
_FIRST = [
    "ANN",
    "BEN",
    "CARLA",
    "DEV",
    "ELI",
    "FAY",
    "GUS",
    "HANA",
    "IVO",
    "JOSÉ",
    "KOFI",
    "LENA",
    "MAX",
    "NIA",
]
_LAST = ["ABBOTT", "BAKER", "CHEN", "DIAZ", "EVANS", "FOLEY", "GARCIA", "HASSAN", "IBARRA", "KIM", "O''NEILL"]
_PEOPLE = """
CREATE VIEW people AS
WITH numbered AS (
    SELECT i, i // 3 AS family, i % 3 AS place, hash(i) AS dice
    FROM range(0, {count} + {count} // 200) AS numbers(i)
)
SELECT i, place, dice, 'S' || lpad(family::VARCHAR, 9, '0') AS subscriber_id,
    'M' || lpad(i::VARCHAR, 10, '0') AS member_id, (100000000 + dice % 790000000)::VARCHAR AS national_id,
    {first}[1 + (dice % {first_count})::INT] AS first_name,
    {last}[1 + (hash(family) % {last_count})::INT] AS last_name,
    DATE '1945-01-01' + (dice % 25000)::INT AS born_on, CASE WHEN dice % 2 = 0 THEN 'F' ELSE 'M' END AS sex,
    lpad((501 + hash(family) % 99000)::VARCHAR, 5, '0') AS postal_code,
    lpad((601 + hash(family) % 99000)::VARCHAR, 5, '0') AS new_postal_code,
    '212555' || lpad((i % 10000)::VARCHAR, 4, '0') AS phone,
    lower(first_name) || i || '@mail.example' AS email,
    i >= {count} AS is_new, i % 200 = 7 AND NOT is_new AS is_gone, i % 1000 = 12 AND NOT is_new AS is_ended,
    i % 100 = 3 AND NOT is_new AS has_moved, (i - place) % 1000 = 12 AND i - place < {count} AS family_ends
FROM numbered"""
_TABLE = """
SELECT subscriber_id AS "Employee ID", member_id AS "Member ID", first_name AS "First Name",
    last_name AS "Last Name", strftime(born_on, '%m/%d/%Y') AS "Date of Birth", sex AS "Sex",
    '12 Oak Avenue' AS "Address", 'Riverside' AS "City", 'CA' AS "State",
    CASE WHEN has_moved THEN new_postal_code ELSE postal_code END AS "ZIP", email AS "Email",
    phone AS "Phone", national_id AS "SSN", ['Self', 'Spouse', 'Child'][1 + place] AS "Relationship",
    CASE WHEN is_ended THEN 'Term' END AS "Action", '2026-01-01' AS "Effective Date",
    CASE WHEN is_ended THEN '2026-10-31' END AS "Term Date", 'G01' AS "Group", 'PPO' AS "Coverage"
FROM people WHERE NOT is_gone ORDER BY i"""
_MEMBERS = """
SELECT i // {size} + 1 AS part, i, CASE WHEN is_ended THEN 13 ELSE 12 END AS count,
    'INS*' || CASE WHEN place = 0 THEN 'Y*18' ELSE 'N*' || ['01', '19'][place::INT] END || '*'
    || CASE WHEN is_ended THEN '024' ELSE '030' END || '*XN*A'
    || CASE WHEN place = 0 THEN '***FT' ELSE '' END || '~\n'
    || 'REF*0F*' || subscriber_id || '~\nREF*1L*G01~\nREF*23*' || member_id || '~\nDTP*356*D8*20260101~\n'
    || CASE WHEN is_ended THEN 'DTP*357*D8*20261031~\n' ELSE '' END
    || 'NM1*IL*1*' || last_name || '*' || first_name || '****34*' || national_id || '~\n'
    || 'PER*IP**HP*' || phone || '~\nN3*12 OAK AVENUE~\nN4*Riverside*CA*'
    || CASE WHEN has_moved THEN new_postal_code ELSE postal_code END || '~\n'
    || 'DMG*D8*' || strftime(born_on, '%Y%m%d') || '*' || sex || '~\n'
    || 'HD*030**PPO*PLAN A*FAM~\nDTP*348*D8*20260101~\n' AS line
FROM people WHERE NOT is_gone"""
_TRANSACTIONS = """
SELECT line FROM (
    SELECT part, 0 AS step, -1 AS i, 'ST*834*' || lpad(part::VARCHAR, 4, '0') || '*005010X220A1~\nBGN*00*N'
        || part || '*20261101*0900****4~\nN1*P5*WIDGET CORP*FI*123456789~\n'
        || 'N1*IN*SINEW HEALTH*FI*987654321~\n' AS line
    FROM members GROUP BY part
    UNION ALL SELECT part, 1, i, line FROM members
    UNION ALL SELECT part, 2, -1, 'SE*' || (sum(count) + 5) || '*' || lpad(part::VARCHAR, 4, '0') || '~\n'
    FROM members GROUP BY part
) AS lines ORDER BY part, step, i"""
_HEAD = (
    f"ISA*00*{'':10}*00*{'':10}*ZZ*{'WIDGETCORP':15}*ZZ*{'SINEW':15}*261101*0900*^*00501*000000001*0*P*:~\n"
    "GS*BE*WIDGETCORP*SINEW*20261101*0900*1*X*005010X220A1~\n"
)


class Nights:
    """The generator of one size.

    Args:
        people: who is listed before.
        folder: for temporary files.
        secret: of the hashes of social security numbers.
    """

    def __init__(self, people: int, folder: Path, secret: bytes) -> None:
        self._engine = DuckEngine(folder)
        self._engine.hash_with(secret)
        self._connection: duckdb.DuckDBPyConnection = self._engine._connection
        lists = {
            name: "['" + "', '".join(values) + "']" for name, values in (("first", _FIRST), ("last", _LAST))
        }
        self._connection.execute(
            _PEOPLE.format(count=people, first_count=len(_FIRST), last_count=len(_LAST), **lists)
        )

    def write_roster(self, form: str, path: Path) -> None:
        """Write the roster of the night: ``csv`` or ``834``."""
        if form == "csv":
            self._connection.execute(f"COPY ({_TABLE}) TO '{path}' (FORMAT csv, HEADER true)")
            return
        self._connection.execute(
            f"CREATE OR REPLACE TABLE members AS {_MEMBERS.format(size=MEMBERS_IN_A_TRANSACTION)}"
        )
        body = path.with_suffix(".body")
        self._connection.execute(
            f"COPY ({_TRANSACTIONS}) TO '{body}' "
            "(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '|')"
        )
        found = self._connection.execute("SELECT count(DISTINCT part) FROM members").fetchone()
        with path.open("wb") as whole, body.open("rb") as lines:
            whole.write(_HEAD.encode())
            while block := lines.read(1 << 20):
                whole.write(block)
            whole.write(f"GE*{found[0] if found else 0}*1~\nIEA*1*000000001~\n".encode())
        body.unlink()
        self._connection.execute("DROP TABLE members")

    def write_listing(self, form: str, path: Path, *, is_after: bool) -> None:
        """Write who is listed before the night, or after it."""
        facts = {name: "''" for name, kind in ListedRow.__annotations__.items() if kind is str} | {
            "key": "'member ' || member_id",
            "family": "'subscriber ' || subscriber_id",
            "is_subscriber": "place = 0",
            "relationship": "['18', '01', '19'][1 + place]",
            "group": "'G01'",
            "national_id_hash": "national_id_hash(national_id)",
            "city": "'Riverside'",
            "state": "'CA'",
            "postal_code": "CASE WHEN has_moved AND {after} THEN new_postal_code ELSE postal_code END",
            "email": "email" if form == "csv" else "''",
            "is_restricted": "false",
            "died_on": "CAST(NULL AS DATE)",
            "begins_on": "DATE '2026-01-01'",
            "ends_on": "CASE WHEN NOT {after} THEN NULL WHEN is_ended OR family_ends THEN DATE '2026-11-01' "
            "WHEN is_gone THEN DATE '2026-11-30' END",
        }
        for name in ("subscriber_id", "member_id", "first_name", "last_name", "born_on", "sex", "phone"):
            facts[name] = name
        columns = ", ".join(
            f'{facts[name].replace("{after}", str(is_after))} AS "{name}"' for name in ListedRow._fields
        )
        self._engine.write_parquet(
            f"SELECT {columns} FROM people WHERE {is_after} OR NOT is_new",  # noqa: S608
            path,
        )

    def are_alike(self, one: Path, other: Path) -> bool:
        """Whether two listings hold the same people with the same facts, each once."""
        sums = ", ".join(f"bit_xor(hash(key, '{name}', \"{name}\"))" for name in ListedRow._fields)
        found = [
            self._connection.execute(
                f"SELECT count(*), count(DISTINCT key), {sums} FROM read_parquet('{path}')"  # noqa: S608
            ).fetchone()
            for path in (one, other)
        ]
        return found[0] == found[1]
