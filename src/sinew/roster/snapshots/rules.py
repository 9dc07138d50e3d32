"""The rules of `sinew.roster.changes` as SQL over all people at once, in words that DuckDB and Spark share.

Tables: ``said`` (a snapshot), ``listed`` (a listing), ``touched`` (hashes of keys that need a closer look),
``looked_at`` and ``known`` (their rows of the two), ``folded`` (people several rows speak of, as listed after
the last), ``ended`` (families whose subscriber's coverage a row ends, and the first day without).
"""

from dataclasses import dataclass
from datetime import date

from sinew.roster.changes import KEPT, ChangeKind, Terms
from sinew.roster.listing import FACTS
from sinew.roster.problems import LISTED_AT_MOST
from sinew.roster.sayings import Asks
from sinew.roster.snapshots.columns import DAY, LISTED, SAID, quoted

_NULLS = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in LISTED.items())
NOBODY = f"SELECT {_NULLS} WHERE false"
"""A listing without anybody."""
SEVERAL = """
    SELECT hash, count(*) AS rows_said FROM (SELECT row_hash(key) AS hash FROM said) AS hashes
    GROUP BY hash HAVING count(*) > 1"""
"""``touched`` where nobody is listed yet: whom several rows speak of."""
EVERYBODY = """
    SELECT said.*, coalesce(touched.rows_said, 1) AS rows_said
    FROM said LEFT JOIN touched ON touched.hash = row_hash(said.key)"""
"""``looked_at`` where nobody is listed yet."""
SPOKEN_COUNTS = f"""
    SELECT coalesce(sum(CASE WHEN asks <> '{Asks.NOTHING}' THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN asks = '{Asks.NOTHING}' THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN asks <> '{Asks.NOTHING}' AND NOT is_seen THEN 1 ELSE 0 END), 0)
    FROM spoken"""
"""People named, rows that cover nobody, and ends of people who are not listed."""
UNKNOWN = f"""
    SELECT number FROM spoken WHERE asks <> '{Asks.NOTHING}' AND NOT is_seen
    ORDER BY number LIMIT {LISTED_AT_MOST}"""
COMPARED_COUNTS = """
    SELECT coalesce(sum(CASE WHEN is_seen THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN is_absent THEN 1 ELSE 0 END), 0)
    FROM compared"""
KINDS = "SELECT kind, count(*) FROM delta GROUP BY kind"


def looked_at(touched: str) -> str:
    """The rows of a snapshot whose keys are among the touched."""
    return f"""
        SELECT said.*, {touched}.rows_said
        FROM said JOIN {touched} ON {touched}.hash = row_hash(said.key)"""


def known(touched: str) -> str:
    """The people of a listing whose keys are among the touched."""
    return f"""
        SELECT listed.* FROM listed SEMI JOIN {touched} ON {touched}.hash = row_hash(listed.key)"""


@dataclass(frozen=True, slots=True)
class Rules:
    """The queries of one comparison.

    Attributes:
        is_ending_absent: who is missing from the file is looked at.
    """

    terms: Terms
    day: date
    is_ending_absent: bool

    @property
    def _today(self) -> str:
        return f"DATE '{self.day.isoformat()}'"

    def _first_without(self, through: str) -> str:
        return f"CAST({through} + INTERVAL '1' DAY AS DATE)" if self.terms.through_is_covered else through

    def touched(self) -> str:
        """Who is named more than once, or otherwise than listed, or not at all.

        A person is left alone whose one row states what is listed. Two keys of one hash are both looked at.
        """
        last = f"greatest({self._first_without('through_on')}, coalesce(begins_on, through_on))"
        ends_on = f"CASE WHEN through_on IS NOT NULL THEN {last} END"
        absent = "" if self.is_ending_absent else "AND sum(is_said) > 0"
        return f"""
            SELECT hash, sum(is_said) AS rows_said FROM (
                SELECT row_hash(key) AS hash, 1 AS is_said, {_facts_hash()} AS facts, begins_on,
                    coalesce({ends_on}, DATE '9999-12-31') AS ends_on,
                    CASE WHEN asks = '{Asks.STATE}' THEN 0 ELSE 1 END AS is_odd
                FROM said
                UNION ALL
                SELECT row_hash(key), 0, {_facts_hash()}, begins_on, coalesce(ends_on, DATE '9999-12-31'), 0
                FROM listed
            ) AS both_sides
            GROUP BY hash
            HAVING NOT (
                count(*) = 2 AND sum(is_said) = 1 AND max(is_odd) = 0 AND min(facts) = max(facts)
                AND min(begins_on) = max(begins_on) AND min(ends_on) = max(ends_on)
            ) {absent}"""

    def repeated(self) -> str:
        """Rows of people whom several rows speak of, with who is listed, in the order of the file."""
        return f"""
            SELECT {quoted(SAID, "said")}, {quoted(LISTED, "known")}
            FROM looked_at AS said LEFT JOIN known ON known.key = said.key
            WHERE said.rows_said > 1
            ORDER BY said.key, said.number"""

    def spoken(self) -> str:
        """What is listed after the one row that speaks of somebody; ``is_seen`` is false for nobody."""
        state = f"said.asks = '{Asks.STATE}'"
        begins_on = f"coalesce(said.begins_on, known.begins_on, {self._today})"
        through = self._first_without("said.through_on")
        columns = ", ".join(
            f'CASE WHEN {state} THEN {_completed(name)} ELSE known."{name}" END AS "{name}"'
            for name in ("family", *FACTS)
        )
        return f"""
            SELECT said.number, said.key, said.asks, {columns},
                {state} OR (said.asks <> '{Asks.NOTHING}' AND known.key IS NOT NULL) AS is_seen,
                CASE WHEN {state} THEN {begins_on} ELSE known.begins_on END AS begins_on,
                CASE WHEN {state} THEN
                    CASE WHEN said.through_on IS NOT NULL THEN greatest({through}, {begins_on}) END
                WHEN said.through_on IS NULL AND known.ends_on <= {self._today} THEN known.ends_on
                ELSE greatest(coalesce({through}, {self._today}), known.begins_on) END AS ends_on,
                said.is_subscriber AND said.asks = '{Asks.END}' AND known.key IS NOT NULL AS ends_family
            FROM looked_at AS said LEFT JOIN known ON known.key = said.key
            WHERE said.rows_said = 1"""

    def ended(self) -> str:
        """Families whose subscriber's coverage a row ends."""
        return """
            SELECT family, max(ends_on) AS ends_on FROM (
                SELECT family, ends_on FROM spoken WHERE ends_family
                UNION ALL SELECT family, ends_on FROM folded_ended
            ) AS ends GROUP BY family"""

    def families(self) -> str:
        """Who else belongs to the families of ``ended``, as a roster or the listing says."""
        members = " UNION ALL ".join(
            f"SELECT row_hash({table}.key) AS hash FROM {table} "
            f"SEMI JOIN ended ON ended.family = {table}.family"
            for table in ("said", "listed")
        )
        return f"""
            SELECT DISTINCT hash, 1 AS rows_said FROM ({members}) AS members
            WHERE hash NOT IN (SELECT hash FROM touched)"""

    def compared(self) -> str:
        """Everybody looked at, before and after; only those of ``is_seen`` and ``is_absent`` may change."""
        seen = f"""
            SELECT {quoted(LISTED)} FROM spoken WHERE is_seen
            UNION ALL SELECT {quoted(LISTED)} FROM folded"""
        before = ", ".join(f'known."{name}" AS "before_{name}"' for name in _BESIDE_KEY)
        after = ", ".join(f'{_after(name)} AS "after_{name}"' for name in _BESIDE_KEY if name != "ends_on")
        ends_on = _after("ends_on")
        ends_with_family = f"(ended.family IS NOT NULL AND ({ends_on} IS NULL OR {ends_on} > ended.ends_on))"
        return f"""
            SELECT coalesce(seen.key, known.key) AS key, {before}, {after},
                CASE WHEN {ends_with_family} THEN greatest(ended.ends_on, {_after("begins_on")})
                ELSE {ends_on} END AS after_ends_on,
                known.key IS NULL AS is_new,
                seen.key IS NOT NULL OR {ends_with_family} AS is_seen,
                seen.key IS NULL AND NOT {ends_with_family} AND {self.is_open("known.ends_on")} AS is_absent
            FROM ({seen}) AS seen FULL OUTER JOIN known ON known.key = seen.key
            LEFT JOIN ended ON ended.family = {_after("family")} AND NOT {_after("is_subscriber")}"""

    def delta(self, *, absent_end: bool) -> str:
        """Everybody who changes, with the kind of change."""
        taken = "is_seen OR is_absent" if absent_end else "is_seen"
        ends_on = "after_ends_on"
        if absent_end:
            ends_on = (
                f"CASE WHEN is_absent THEN greatest({self._today}, before_begins_on) ELSE after_ends_on END"
            )
        columns = [*(f"before_{name}" for name in _BESIDE_KEY), *(f"after_{name}" for name in _BESIDE_KEY)]
        listed = ", ".join(
            f'{ends_on} AS "{name}"' if name == "after_ends_on" else f'"{name}"' for name in columns
        )
        differs = " OR ".join(
            f'"before_{name}" IS DISTINCT FROM "after_{name}"' for name in ("family", *FACTS, "begins_on")
        )
        return f"""
            SELECT kind, key, {quoted(columns)} FROM (
                SELECT *, CASE WHEN is_new THEN '{ChangeKind.ADDED}'
                    WHEN before_ends_on IS DISTINCT FROM after_ends_on THEN CASE
                        WHEN after_ends_on IS NOT NULL
                            AND (before_ends_on IS NULL OR after_ends_on < before_ends_on)
                            THEN '{ChangeKind.ENDED}'
                        WHEN before_ends_on <= {self._today} THEN '{ChangeKind.REINSTATED}'
                        ELSE '{ChangeKind.CHANGED}' END
                    WHEN {differs} THEN '{ChangeKind.CHANGED}' END AS kind
                FROM (SELECT key, is_new, {listed} FROM compared WHERE {taken}) AS taken
            ) AS judged WHERE kind IS NOT NULL"""

    def is_open(self, ends_on: str) -> str:
        """Whether a coverage has not ended on the day."""
        return f"({ends_on} IS NULL OR {ends_on} > {self._today})"


_BESIDE_KEY = tuple(name for name in LISTED if name != "key")
_KEPT = frozenset("national_id_hash" if name == "national_id" else name for name in KEPT)


def _after(name: str) -> str:
    return f'CASE WHEN seen.key IS NULL THEN known."{name}" ELSE seen."{name}" END'


def _completed(name: str) -> str:
    """A fact of a row, or what was known before where the row is silent and silence takes nothing away."""
    if name not in _KEPT:
        return f'said."{name}"'
    if LISTED[name] == DAY:
        return f'coalesce(said."{name}", known."{name}")'
    return f"coalesce(nullif(said.\"{name}\", ''), known.\"{name}\", '')"


def _facts_hash() -> str:
    """Of all that makes two listings the same, but for the days of coverage."""
    values = [
        f'coalesce("{name}", DATE \'0001-01-01\'), "{name}" IS NULL' if LISTED[name] == DAY else f'"{name}"'
        for name in ("family", *FACTS)
    ]
    return f"row_hash({', '.join(values)})"
