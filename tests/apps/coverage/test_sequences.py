"""Any sequence of rosters, some taken back, leaves exactly what `compare_roster` says step by step."""

import io
import os
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinew.apps.coverage.actions.rosters import undo_roster
from sinew.apps.coverage.listings.lookup import secret
from sinew.apps.coverage.listings.tables import listing
from sinew.apps.coverage.models import Roster
from sinew.roster.changes import compare_roster
from sinew.roster.listing import national_id_hash
from sinew.roster.snapshots.people import listed_row
from sinew.roster.table.reader import TableReader
from tests.apps.coverage.world import AT, HEADINGS, keys_are_right, line, send, sponsor

pytestmark = pytest.mark.django_db
EXAMPLES = max(5, int(os.environ.get("SINEW_PROPERTY_EXAMPLES", "1000")) // 100)
slugs = count()

lines = st.builds(
    line,
    st.sampled_from(["Ann", "Ben", "Cy", "Di"]),
    last=st.sampled_from(["Smith", "Jones"]),
    born=st.sampled_from(["1980-03-14", "1980-03-14", "31.02.1980", ""]),
    zip=st.sampled_from(["02139", "", "10001"]),
    relationship=st.sampled_from(["", "", "child"]),
    action=st.sampled_from(["", "", "", "term", "reinstate", "add"]),
    start=st.sampled_from(["2026-01-01", ""]),
    end=st.sampled_from(["", "", "2026-12-31", "2026-11-15"]),
    group=st.sampled_from(["North", "South"]),
    ssn=st.sampled_from(["", "123-45-6789"]),
)
steps = st.lists(st.none() | st.tuples(st.lists(lines, min_size=1, max_size=5), st.booleans()), max_size=6)


def expected_after(rows, listed, terms, is_full):
    """What is listed after a table, by the rules one by one; ``None`` where the table is refused."""
    reader = TableReader(io.BytesIO(rows), today=AT.date())
    sound = [row._replace(national_id=national_id_hash(row.national_id, secret())) for row in reader.rows()]
    if reader.problems.refuses or not sound:
        return None
    found = compare_roster(
        sound, listed, terms=terms, is_full=is_full, day=AT.date(), problems=reader.problems
    )
    return {**listed, **{key: change.after for key, change in found.changes.items()}}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=steps, absence_ends=st.booleans(), through=st.booleans(), family=st.booleans())
def test_any_sequence_is_the_fold_of_its_rosters(steps, absence_ends, through, family):
    acme = sponsor(
        f"s{next(slugs)}", absence_ends=absence_ends, through_is_covered=through,
        subscriber_ends_family=family,
    )  # fmt: skip
    stack = [({}, None)]
    for number, step in enumerate(steps):
        listed = stack[-1][0]
        if step is None:
            if len(stack) > 1:
                undo_roster(roster=stack.pop()[1], at=AT, by=None)
        else:
            rows, is_full = step
            unique = "\n".join([f"{HEADINGS},Note", *(f"{row},{number}" for row in rows), ""]).encode()
            after = expected_after(unique, listed, acme.terms, is_full)
            roster = send(acme, io.BytesIO(unique), hours=number / 100, full=is_full, accept_unusual=True)
            if after is None:
                assert roster.state == Roster.State.REFUSED
            elif roster.state == Roster.State.APPLIED:
                stack.append((after, roster))
            else:
                assert roster.state == Roster.State.NOTHING_NEW, roster.state
                assert set(map(listed_row, after.values())) == set(map(listed_row, listed.values()))
        assert set(listing(acme.pk)) == set(map(listed_row, stack[-1][0].values()))
        acme.refresh_from_db()
        open_now = [one for one in stack[-1][0].values() if one.ends_on is None or one.ends_on > AT.date()]
        assert acme.lives == len(open_now)
    assert keys_are_right()
