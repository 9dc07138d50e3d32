"""Who lives in the demo world: a dozen fictional members, each with another story."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NEW_YORK, CHICAGO, LOS_ANGELES = "America/New_York", "America/Chicago", "America/Los_Angeles"

EVERYDAY: Mapping[str, Any] = {
    "sex": "undisclosed",
    "country": "US",
    "onset": "gradual",
    "mechanism": "none",
    "pop": "no",
    "location": ["mid-thigh"],
    "tennis_ball_spot": "no",
    "sitting_30_min": "eases",
    "brings_it_on": ["bending-straight-legs", "only-stretching"],
    "tingling": "none",
    "night_rest": "no",
    "morning_stiffness": "under-30",
    "hurt_before": "never",
    "other_injury_this_side": "no",
    "scan": None,
    "pain_now": 2,
    "pain_worst": 4,
    "pain_average": 3,
    "pain_at_rest": 1,
    "not_sleeping": "no",
    "psfs": [{"activity": "Tying my shoes", "score": 6}, {"activity": "Walking the dog", "score": 7}],
    "phq2": 0,
    "gad2": 0,
    "goal": ["daily-life", "walking"],
    "minutes_moderate": 90,
    "minutes_vigorous": 0,
    "strength_days": 0,
    "floor": "yes",
    "equipment": ["mat", "chair", "wall", "bed"],
    "expected_weeks": 8,
    "camera": "yes",
    "minutes_per_day": 20,
    "days_per_week": None,
}
"""What most people would answer; a person's own answers stand above these."""

STRAIN: Mapping[str, Any] = {
    "onset": "sudden",
    "mechanism": "sprinting",
    "carried_on": "slowed",
    "walk_without_limp": "within-day",
    "bruise": "none",
    "knee_bend_strength": "bit-weaker",
    "brings_it_on": ["fast-running-or-hills"],
    "goal": ["running"],
    "minutes_vigorous": 60,
    "strength_days": 1,
}
TENDON: Mapping[str, Any] = {
    "location": ["sit-bone"],
    "tennis_ball_spot": "yes",
    "sitting_30_min": "aches-sit-bone",
    "brings_it_on": ["lunge-or-deep-squat", "bending-straight-legs"],
    "pain_worst": 6,
    "pain_average": 4,
    "hurt_before": "over-12-months",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the therapist decides on a day of the plan (0 = the first), and why."""

    on: int
    decision: str
    reason: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """A member's story.

    Attributes:
        joined_days_ago: when they answered the intake.
        hurts_since_days: how long it had hurt by then.
        answers: their answers where they differ from `EVERYDAY`.
        pain: usual pain in sessions at the start and at the end of the story, 0-10.
        worst_days: pain of single plan days that were worse, by day of the plan.
        reach: share of the full movement reached, at the start and at the end.
        adherence: share of planned sessions done.
        mornings: share of mornings after a session that are answered.
        days_away: spans of plan days without any session, half-open.
        stopped_after: plan day of the last session; ``None`` if they still go on.
        camera: share of sessions with the camera on.
        tests: plan day to the tests done that day, ``(test, value, pain, side)``.
        check_ins: plan day to answers given in a check-in.
        questions_until: plan day after which they answer no outcome measures; ``None`` for never.
        change_felt: how they say they have changed when they are asked (PGIC), from the second time on.
        mistake: a safety question first answered with this value by a slip, then corrected.
        answers_until: the last question answered, for an intake left unfinished; ``None`` for a whole one.
        stops_on: the safety answers that stop the intake.
        has_coach: whether the coach is on the care team as well.
        shares_movement: whether they share how they move, towards the end of the story.
    """

    key: str
    name: str
    age: int
    side: str
    joined_days_ago: int
    timezone: str = NEW_YORK
    hurts_since_days: int = 60
    answers: Mapping[str, Any] = field(default_factory=dict)
    pain: tuple[float, float] = (3, 1)
    worst_days: Mapping[int, float] = field(default_factory=dict)
    reach: tuple[float, float] = (0.8, 1.0)
    adherence: float = 0.85
    mornings: float = 0.8
    days_away: tuple[tuple[int, int], ...] = ()
    stopped_after: int | None = None
    camera: float = 0.8
    tests: Mapping[int, tuple[tuple[str, float, int, str | None], ...]] = field(default_factory=dict)
    check_ins: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    questions_until: int | None = None
    change_felt: str = "much-improved"
    decisions: tuple[Decision, ...] = ()
    comments: Mapping[int, str] = field(default_factory=dict)
    mistake: tuple[str, Any] | None = None
    answers_until: str | None = None
    stops_on: Mapping[str, Any] = field(default_factory=dict)
    has_coach: bool = False
    shares_movement: bool = False
    wants_reminders: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"


S1_TESTS = (
    ("walk-10-min", 12, 0, None),
    ("jog-on-spot-30s", 30, 1, None),
    ("heel-dig-moderate", 5, 0, "left"),
    ("knee-straight-lying", 177, 0, "left"),
)
T2_TESTS = (("single-leg-bridge", 8, 1, "left"), ("single-leg-bridge", 7, 1, "right"))

PEOPLE = (
    Person(
        key="ana",
        name="Ana Whitfield",
        age=34,
        side="both",
        joined_days_ago=52,
        hurts_since_days=200,
        answers={"psfs": [{"activity": "Picking up my daughter", "score": 4}], "sex": "female"},
        pain=(3, 0.4),
        adherence=0.97,
        mornings=1,
        days_away=((50, 52),),
        has_coach=True,
        shares_movement=True,
        wants_reminders=True,
        tests={34: T2_TESTS, 37: T2_TESTS},
        check_ins={
            21: {"psfs": [{"activity": "Picking up my daughter", "score": 6}], "pain_average": 2},
            42: {"psfs": [{"activity": "Picking up my daughter", "score": 9}], "pain_average": 1},
        },
        comments={3: "Easier than I feared.", 40: "I touched my toes today."},
    ),
    Person(
        key="marcus",
        name="Marcus Bell",
        age=27,
        side="left",
        joined_days_ago=24,
        hurts_since_days=4,
        answers={**STRAIN, "goal": ["sprint-sport"], "sex": "male", "location": ["mid-thigh"]},
        pain=(2, 0.5),
        adherence=0.95,
        mornings=1,
        days_away=((23, 24),),
        tests={6: S1_TESTS, 8: S1_TESTS},
        check_ins={6: {"pain_average": 1}},
        has_coach=True,
        comments={2: "A little pull on the last set, gone at once."},
    ),
    Person(
        key="ruth",
        name="Ruth Okafor",
        age=58,
        side="right",
        joined_days_ago=350,
        timezone=CHICAGO,
        hurts_since_days=400,
        answers={**TENDON, "psfs": [{"activity": "Driving for an hour", "score": 3}], "sex": "female"},
        pain=(3, 1.6),
        adherence=0.18,
        mornings=0.7,
        days_away=((60, 82), (150, 171), (240, 262)),
        camera=0.5,
        check_ins={
            70: {"pain_average": 2, "psfs": [{"activity": "Driving for an hour", "score": 5}]},
            86: {"pain_average": 2, "psfs": [{"activity": "Driving for an hour", "score": 5}]},
            160: {"pain_average": 2, "psfs": [{"activity": "Driving for an hour", "score": 6}]},
            300: {"pain_average": 1, "psfs": [{"activity": "Driving for an hour", "score": 8}]},
        },
        comments={
            30: "Long drive yesterday, the sit bone let me know.",
            320: "Two hours in the car, and fine.",
        },
    ),
    Person(
        key="dev",
        name="Dev Raman",
        age=41,
        side="right",
        joined_days_ago=1,
        hurts_since_days=3,
        answers={
            **STRAIN,
            "carried_on": "stopped",
            "walk_without_limp": "still-limping",
            "bruise": "spreading",
            "knee_bend_strength": "clearly-weak",
            "location": ["mid-thigh", "lower-thigh"],
            "pain_worst": 6,
            "pain_average": 4,
            "scan": "Ultrasound on Friday, they said grade 2a.",
        },
    ),
    Person(
        key="ingrid",
        name="Ingrid Solheim",
        age=63,
        side="left",
        joined_days_ago=38,
        answers={"goal": ["walking"], "sex": "female"},
        questions_until=20,
        pain=(2.5, 2.5),
        worst_days={34: 7, 35: 7, 36: 7, 37: 7},
        adherence=0.95,
        mornings=0.7,
        comments={35: "Sharp when I bent down to the oven."},
    ),
    Person(
        key="tom",
        name="Tom Castellano",
        age=49,
        side="left",
        joined_days_ago=0,
        stops_on={"rf-07": "yes", "rf-07b": ["long-journey"]},
    ),
    Person(
        key="mei-ling",
        name="Mei-Ling Chou",
        age=45,
        side="right",
        joined_days_ago=95,
        timezone=LOS_ANGELES,
        answers={"goal": ["dance"], "strength_days": 2, "minutes_vigorous": 90, "sex": "female"},
        change_felt="very-much-improved",
        pain=(3, 0.2),
        adherence=0.7,
        mornings=1,
        reach=(0.9, 1.08),
        check_ins={40: {"pain_average": 1}, 80: {"pain_average": 0}},
    ),
    Person(
        key="jonas",
        name="Jonas Lindqvist",
        age=38,
        side="right",
        joined_days_ago=47,
        answers={"sex": "male"},
        adherence=0.8,
        stopped_after=26,
        mornings=0.4,
        camera=0.3,
        comments={26: "Traveling for work from tomorrow."},
    ),
    Person(
        key="priya",
        name="Priya Nair-Bannister",
        age=29,
        side="left",
        joined_days_ago=0,
        answers_until="rf-12-signs",
    ),
    Person(
        key="samuel",
        name="Samuel Abiodun",
        age=52,
        side="left",
        joined_days_ago=30,
        answers={**TENDON, "pain_average": 3},
        change_felt="no-change",
        pain=(3, 3),
        adherence=0.9,
        camera=1,
        decisions=(
            Decision(27, "stop", "New back pain reported by phone. Rest until I see you on Thursday."),
        ),
    ),
    Person(
        key="carla",
        name="Carla Mendes",
        age=36,
        side="right",
        joined_days_ago=20,
        answers={"sex": "female", "goal": ["gym"], "strength_days": 2},
        pain=(0.6, 0.6),
        worst_days={14: 3.6, 15: 3.6, 16: 3.6, 17: 3.6, 18: 4, 19: 4.4},
        adherence=1,
        mornings=0.9,
        mistake=("rf-10", "yes"),
        comments={18: "It aches more since I moved apartments."},
    ),
    Person(
        key="walter",
        name="Walter Grünewald-Hoffmann",
        age=71,
        side="both",
        joined_days_ago=55,
        answers={"pain_average": 5, "pain_worst": 5, "floor": "yes", "sex": "male", "camera": "no"},
        change_felt="minimally-improved",
        pain=(3, 1.5),
        adherence=0.85,
        mornings=0.9,
        camera=0,
        has_coach=True,
        check_ins={42: {"pain_average": 2}},
        decisions=(
            Decision(
                2, "cleared", "Saw him on video: strength and sensation fine on both sides, no red flags."
            ),
        ),
    ),
)
