"""Two nights of a large generated roster, as a table or an 834, with the truth about every person.

People are made by DuckDB from their number, so that millions of them take seconds. In the second night one in a
hundred has moved, one in two hundred is missing, as many are new, and one in a thousand is ended by a row.
"""

from pathlib import Path

import duckdb

DAY = "DATE '2026-11-30'"
MEMBERS_IN_A_TRANSACTION = 10_000
_FIRST = (
    "['ANN','BEN','CARLA','DEV','ELI','FAY','GUS','HANA','IVO','JOSÉ','KOFI','LENA','MAX','NIA','OTIS','PIA']"
)
_LAST = "['ABBOTT','BAKER','CHEN','DIAZ','EVANS','FOLEY','GARCIA','HASSAN','IBARRA','JONES','KIM','O''NEILL']"
_TRUTH = f"""
CREATE VIEW truth AS
WITH numbered AS (SELECT i, i // 3 AS family, i % 3 AS place, hash(i) AS dice FROM range(0, {{people}} + {{new}}) AS r(i)),
people AS (
    SELECT i, place, dice, 'S' || lpad(family::VARCHAR, 9, '0') AS subscriber_id,
        'M' || lpad(i::VARCHAR, 10, '0') AS member_id,
        (100000000 + dice % 790000000)::VARCHAR AS national_id,
        {_FIRST}[1 + (dice % 16)::INT] AS first_name, {_LAST}[1 + (hash(family) % 12)::INT] AS last_name,
        DATE '1945-01-01' + (dice % 25000)::INT AS born_on, CASE WHEN dice % 2 = 0 THEN 'F' ELSE 'M' END AS sex,
        lpad((501 + hash(family) % 99000)::VARCHAR, 5, '0') AS postal_code,
        lpad((601 + hash(family) % 99000)::VARCHAR, 5, '0') AS new_postal_code,
        i >= {{people}} AS is_new, i % 200 = 7 AND i < {{people}} AS is_gone, i % 1000 = 12 AND i < {{people}} AS is_ended,
        i % 100 = 3 AND i < {{people}} AS has_moved
    FROM numbered
)
SELECT *, max(CASE WHEN is_ended AND place = 0 THEN 1 ELSE 0 END) OVER (PARTITION BY subscriber_id) = 1 AS family_ends
FROM people"""  # noqa: E501
_NIGHT = """
CREATE OR REPLACE VIEW night AS SELECT *,
    CASE WHEN {night} = 2 AND has_moved THEN new_postal_code ELSE postal_code END AS postal_code_now,
    {night} = 2 AND is_ended AS ends
FROM truth WHERE CASE WHEN {night} = 1 THEN NOT is_new ELSE NOT is_gone END"""
_TABLE = """
SELECT subscriber_id AS "Employee ID", member_id AS "Member ID", first_name AS "First Name",
    last_name AS "Last Name", strftime(born_on, '%m/%d/%Y') AS "Date of Birth", sex AS "Sex",
    '12 Oak Avenue' AS "Address", 'Riverside' AS "City", 'CA' AS "State", postal_code_now AS "ZIP",
    lower(first_name) || i || '@mail.example' AS "Email", '212555' || lpad((i % 10000)::VARCHAR, 4, '0') AS "Phone",
    national_id AS "SSN", ['Self', 'Spouse', 'Child'][1 + place] AS "Relationship",
    CASE WHEN ends THEN 'Term' END AS "Action", '2026-01-01' AS "Effective Date",
    CASE WHEN ends THEN '2026-10-31' END AS "Term Date", 'G01' AS "Group", 'PPO' AS "Coverage"
FROM night"""
_MEMBER = """
SELECT i, 'INS*' || CASE WHEN place = 0 THEN 'Y*18' ELSE 'N*' || ['01', '19'][place::INT] END || '*'
    || CASE WHEN ends THEN '024' ELSE '030' END || '*XN*A' || CASE WHEN place = 0 THEN '***FT' ELSE '' END || '~\n'
    || 'REF*0F*' || subscriber_id || '~\nREF*1L*G01~\nREF*23*' || member_id || '~\nDTP*356*D8*20260101~\n'
    || CASE WHEN ends THEN 'DTP*357*D8*20261031~\n' ELSE '' END
    || 'NM1*IL*1*' || last_name || '*' || replace(first_name, 'É', 'E') || '****34*' || national_id || '~\n'
    || 'PER*IP**HP*212555' || lpad((i % 10000)::VARCHAR, 4, '0') || '~\nN3*12 OAK AVENUE~\n'
    || 'N4*RIVERSIDE*CA*' || postal_code_now || '~\nDMG*D8*' || strftime(born_on, '%Y%m%d') || '*' || sex || '~\n'
    || 'HD*030**PPO*PLAN A*FAM~\nDTP*348*D8*20260101~\n' AS segments,
    CASE WHEN ends THEN 13 ELSE 12 END AS count
FROM night"""


class Nights:
    """The generator of one size.

    Attributes:
        people: in the first night.
    """

    def __init__(self, people: int, folder: Path) -> None:
        self.people = people
        self.connection = duckdb.connect(
            config={"memory_limit": "1000MB", "threads": 2, "temp_directory": str(folder / "made")}
        )
        self.connection.execute(_TRUTH.format(people=people, new=people // 200))

    def write(self, night: int, form: str, path: Path) -> Path:
        """Write a night's roster: ``csv`` or ``834``."""
        self.connection.execute(_NIGHT.format(night=night))
        if form == "csv":
            self.connection.execute(f"COPY ({_TABLE} ORDER BY i) TO '{path}' (FORMAT csv, HEADER true)")
        else:
            self._write_834(path)
        return path

    def _write_834(self, path: Path) -> None:
        size = MEMBERS_IN_A_TRANSACTION
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE members AS SELECT *, i // {size} + 1 AS part FROM ({_MEMBER})"  # noqa: S608
        )
        (parts,) = self.connection.execute("SELECT max(part) FROM members").fetchone() or (0,)
        isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'WIDGETCORP':15}*ZZ*{'SINEW':15}*261101*0900*^*00501*000000001*0*P*:~"
        head = f"{isa}\nGS*BE*WIDGETCORP*SINEW*20261101*0900*1*X*005010X220A1~\n"
        begin = "'ST*834*' || lpad(part::VARCHAR, 4, '0') || '*005010X220A1~\nBGN*00*N' || part || "
        begin += "'*20261101*0900****4~\nN1*P5*WIDGET CORP*FI*123456789~\nN1*IN*SINEW HEALTH*FI*987654321~\n'"
        end = "'SE*' || (sum(count) + 5) || '*' || lpad(part::VARCHAR, 4, '0') || '~\n'"
        self.connection.execute(
            f"COPY (SELECT line FROM (SELECT part, 0 AS step, -1 AS i, {begin} AS line FROM members GROUP BY part "  # noqa: S608
            f"UNION ALL SELECT part, 1, i, segments FROM members "
            f"UNION ALL SELECT part, 2, -1, {end} FROM members GROUP BY part) ORDER BY part, step, i) "
            f"TO '{path}.body' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '|')"
        )
        with path.open("wb") as whole, path.with_name(path.name + ".body").open("rb") as body:
            whole.write(head.encode())
            while block := body.read(1 << 20):
                whole.write(block)
            whole.write(f"GE*{parts}*1~\nIEA*1*000000001~\n".encode())
        path.with_name(path.name + ".body").unlink()
        self.connection.execute("DROP TABLE members")
