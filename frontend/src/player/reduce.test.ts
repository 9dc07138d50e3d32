import { describe, expect, it } from "vitest";
import { AT, COUNTED_DOWN, COUNTED_IN, LIGHTS, READY, TAP, TRACKED, TRACKED_HOLD, WALK, begin, exercise, play, repetition, seen, session, started, next, tick, watched } from "./fixtures";
import { timesDone } from "./live";
import { abandoned, resumed } from "./reduce";
import { currentTarget, hurtChoices, startChoices, type SessionState } from "./state";

const squats = exercise("mini-squat", { sets: 2, repetitions: 3, rest_s: 20 }, { ...TRACKED, easier: exercise("sit-to-stand", { sets: 1, repetitions: 2 }) });
const hold = exercise("bridge-hold-double", { sets: 1, repetitions: 2, hold_s: 5 }, TRACKED_HOLD);
const walk = exercise("walk-easy", { hold_s: 600 }, WALK);
const setsOf = (state: SessionState, index = 0) => state.progress[index]?.sets ?? [];

describe("without a camera", () => {
  const data = session(squats, hold);

  it("goes from the instructions through a countdown to a set counted by tap", () => {
    const state = play(data, begin("no_camera"));
    expect(state.phase).toBe("instructions");
    expect(next(state, data, READY).phase).toBe("countdown");
    expect(next(state, data, READY, tick(4_999)).phase).toBe("countdown");
    const active = next(state, data, READY, COUNTED_DOWN);
    expect([active.phase, active.live.countedBy]).toEqual(["active", "tap"]);
  });

  it("ends a set by itself at the prescribed count, then rests, then counts down again", () => {
    const rest = next(started(data), data, TAP, TAP, TAP);
    expect([rest.phase, rest.bout, rest.timer_ms]).toEqual(["rest", 1, 20_000]);
    expect(setsOf(rest)).toMatchObject([{ counted_by: "tap", repetitions_done: 3, fraction: 1, hold_s_done: null }]);
    expect(next(rest, data, tick(20_000)).phase).toBe("countdown");
    expect(next(rest, data, { type: "skip_rest" }).phase).toBe("countdown");
  });

  it("goes on to the next exercise after the last set, and to the questions after the last exercise", () => {
    const following = next(started(data), data, TAP, TAP, TAP, { type: "skip_rest" }, COUNTED_DOWN, TAP, TAP, TAP);
    expect([following.phase, following.exercise, following.bout]).toEqual(["instructions", 1, 0]);
    const after = next(following, data, READY, COUNTED_DOWN, tick(5_000), tick(4_000), tick(5_000));
    expect(after.phase).toBe("after");
    expect(after.stoppedReason).toBeNull();
  });

  it("takes a tap back, but not below none", () => {
    const data2 = session(squats);
    expect(next(started(data2), data2, TAP, { type: "untap" }, { type: "untap" }).live.taps).toBe(0);
  });

  it("times every hold, with time to let go between them", () => {
    const data2 = session(hold);
    const first = next(started(data2), data2, tick(4_900), tick(100));
    expect(first.live).toMatchObject({ countedBy: "timer", holdsDone: 1, release_ms: 4_000, hold_s: 0 });
    const released = next(first, data2, tick(4_000));
    expect(released.live.hold_s).toBe(0);
    expect(next(released, data2, tick(2_000)).live.hold_s).toBe(2);
    const done = next(released, data2, tick(5_000));
    expect(setsOf(done)).toMatchObject([{ counted_by: "timer", repetitions_done: 2, hold_s_done: 5 }]);
  });

  it("keeps the seconds of a hold that was broken off", () => {
    const data2 = session(walk);
    const done = next(started(data2), data2, tick(150_000), { type: "finish_set" });
    expect(setsOf(done)).toMatchObject([{ repetitions_done: 0, hold_s_done: 150, fraction: 0.25 }]);
  });

  it("leaves an open-ended exercise to the person", () => {
    const data2 = session(exercise("free", {}));
    const on = next(started(data2), data2, tick(60_000));
    expect(on.phase).toBe("active");
    expect(next(on, data2, { type: "finish_set" }).phase).toBe("after");
  });
});

describe("with a camera", () => {
  const data = session(squats, hold);

  it("waits for the start posture and counts in", () => {
    const waiting = play(data, begin("camera"), READY, seen("setup"));
    expect(waiting.phase).toBe("positioning");
    const seenInPlace = next(waiting, data, seen("ready"));
    expect([seenInPlace.phase, seenInPlace.timer_ms]).toEqual(["countdown", 4_000]);
    const active = next(seenInPlace, data, tick(3_900), seen("ready"), tick(100));
    expect([active.phase, active.live.countedBy]).toEqual(["active", "camera"]);
  });

  it("waits again for who leaves the place while being counted in", () => {
    const left = play(data, begin("camera"), READY, seen("ready"), tick(1_000), seen("setup"));
    expect([left.phase, left.timer_ms]).toEqual(["positioning", 0]);
  });

  it("loses nothing of who begins before the countdown is over", () => {
    const early = play(data, begin("camera"), READY, seen("ready"), tick(1_000), seen("moving"));
    expect(early.phase).toBe("active");
    expect(timesDone(next(early, data, seen("ready", {}, repetition())).live, currentTarget(early, data))).toBe(1);
  });

  it("counts complete repetitions only, and keeps the others", () => {
    const state = next(watched(data), data, seen("moving", {}, repetition({ complete: false })), seen("ready", {}, repetition()));
    expect(timesDone(state.live, currentTarget(state, data))).toBe(1);
    expect(state.live.repetitions).toHaveLength(2);
  });

  it("stores what was measured with the set", () => {
    const done = next(
      watched(data),
      data,
      seen("moving", { angle_deg: 12 }),
      seen("moving", { angle_deg: 61.234 }),
      seen("lost", { angle_deg: null }),
      seen("ready", { angle_deg: 3 }, repetition(), repetition(), repetition()),
    );
    expect(done.phase).toBe("rest");
    expect(setsOf(done)).toMatchObject([
      { counted_by: "camera", repetitions_done: 3, view: "side", tracked_fraction: 0.75, range_of_motion: { joint: "knee_flexion", min_deg: 12, max_deg: 61.23 } },
    ]);
  });

  it("credits a hold once, however long it lasts, and the next only after it has ended", () => {
    const data2 = session(hold);
    const held = next(watched(data2), data2, seen("holding", { hold_s: 4.9 }), seen("holding", { hold_s: 5 }), seen("holding", { hold_s: 7 }));
    expect(held.live.holdsDone).toBe(1);
    const ended = next(held, data2, seen("ready", {}, { type: "hold_ended", start_ms: 0, end_ms: 7000, seconds: 7, mean_deg: 3 }));
    const done = next(ended, data2, seen("holding", { t_ms: 14_100, hold_s: 5.1 }, { type: "hold_started", t_ms: 9000 }));
    expect(setsOf(done)).toMatchObject([{ repetitions_done: 2, hold_s_done: 7, counted_by: "camera" }]);
    expect(setsOf(done)[0]?.holds.map(({ start_ms, seconds }) => [start_ms, seconds])).toEqual([
      [0, 7],
      [9000, 5.1],
    ]);
  });

  it("counts nothing while paused", () => {
    const paused = next(watched(data), data, { type: "pause" }, seen("ready", {}, repetition()), tick(1_000));
    expect(paused.live.repetitions).toHaveLength(0);
    expect(paused.live.elapsed_ms).toBe(0);
    expect(next(paused, data, { type: "resume" }, seen("ready", {}, repetition())).live.repetitions).toHaveLength(1);
  });

  it("does not start a paused bout when the person happens to stand right", () => {
    expect(play(data, begin("camera"), READY, { type: "pause" }, seen("ready")).phase).toBe("positioning");
  });

  it("keeps what the camera counted when the camera fails, and goes on by tap", () => {
    const failed = next(watched(data), data, seen("ready", {}, repetition()), { type: "camera_lost" });
    expect([failed.mode, failed.live.countedBy, failed.pausedFor]).toEqual(["no_camera", "tap", "camera"]);
    const done = next(failed, data, { type: "resume" }, TAP, TAP);
    expect(setsOf(done)).toMatchObject([{ repetitions_done: 3, counted_by: "tap" }]);
  });

  it("goes on with the same count when the camera comes back", () => {
    const failed = next(watched(data), data, seen("moving", { angle_deg: 50 }), seen("ready", {}, repetition()), { type: "camera_lost" });
    const back = next(failed, data, { type: "camera_back" });
    expect([back.mode, back.phase, back.pausedFor]).toEqual(["camera", "positioning", null]);
    const done = next(back, data, seen("ready"), COUNTED_IN, seen("ready", {}, repetition(), repetition()));
    expect(setsOf(done)).toMatchObject([{ repetitions_done: 3, counted_by: "camera" }]);
  });

  it("does not stop the clock of an exercise that the lost camera did not count", () => {
    const byHand = session(exercise("untracked", { repetitions: 2 }));
    const state = play(byHand, begin("camera"), READY, COUNTED_DOWN, { type: "camera_lost" });
    expect([state.mode, state.pausedFor]).toEqual(["no_camera", null]);
  });

  it("gives a timed hold a countdown when the camera that watched it is gone", () => {
    const data2 = session(hold);
    const failed = next(watched(data2), data2, seen("holding", { hold_s: 3, t_ms: 3_000 }), tick(5_000), { type: "camera_lost" }, tick(5_000));
    expect([failed.live.hold_s, failed.live.bestHold_s]).toEqual([0, 3]);
    expect(next(failed, data2, { type: "resume" })).toMatchObject({ phase: "countdown", timer_ms: 5_000 });
  });

  it("sets up again when the phone is turned, and keeps the count", () => {
    const turned = next(watched(data), data, seen("ready", {}, repetition()), { type: "camera_turned" });
    expect([turned.phase, turned.live.repetitions.length]).toEqual(["positioning", 1]);
    expect(next(watched(data), data, { type: "pause" }, { type: "camera_turned" }).pausedFor).toBe("member");
  });

  it("begins by itself after the instructions, once the person has heard them and is in place", () => {
    const listening = play(data, begin("camera"), seen("ready"));
    expect(listening.phase).toBe("instructions");
    const heard = next(listening, data, tick(60_000));
    expect(next(heard, data, seen("setup")).phase).toBe("instructions");
    expect(next(heard, data, seen("moving")).phase).toBe("instructions");
    const found = next(heard, data, seen("ready"));
    expect([found.phase, next(found, data, seen("ready")).phase]).toEqual(["positioning", "countdown"]);
  });

  it("begins by hand after something hurt", () => {
    const hurt = next(watched(data), data, { type: "hurt" }, { type: "hurt_pain", pain: 1 }, { type: "hurt_action", action: "continue", at: AT });
    expect(next(hurt, data, tick(60_000), seen("ready")).phase).toBe("instructions");
  });

  it("can be left for tapping in one exercise, and returns in the next", () => {
    const tapping = play(data, begin("camera"), READY, { type: "tap_instead" }, COUNTED_DOWN);
    expect([tapping.phase, tapping.live.countedBy]).toEqual(["active", "tap"]);
    expect(next(tapping, data, { type: "skip" }, READY).phase).toBe("positioning");
  });

  it("shows the prompt of the moment", () => {
    const state = play(data, begin("camera"), READY, seen("setup", { prompt: "step-into-view" }));
    expect(state.prompt).toBe("step-into-view");
    expect(next(state, data, seen("ready")).prompt).toBeNull();
  });

  it("uses tap or timer for an exercise a camera cannot see", () => {
    const data2 = session(exercise("untracked", { repetitions: 2 }));
    expect(play(data2, begin("camera"), READY).phase).toBe("countdown");
  });
});

describe("left alone", () => {
  const data = session(squats, hold);
  const once = next(watched(data), data, seen("ready", {}, repetition()), seen("lost"));

  it("ends a set that nobody goes on with, and offers to take it up again", () => {
    expect(next(once, data, tick(59_900)).phase).toBe("active");
    const ended = next(once, data, tick(60_000));
    expect([ended.phase, ended.bout, setsOf(ended)[0]?.repetitions_done]).toEqual(["rest", 1, 1]);
    const again = next(ended, data, { type: "take_up_again" });
    expect([again.phase, again.bout, again.left, setsOf(again).length]).toEqual(["positioning", 0, null, 0]);
    const done = next(again, data, seen("ready"), COUNTED_IN, seen("ready", {}, repetition(), repetition()));
    expect(setsOf(done)).toMatchObject([{ repetitions_done: 3 }]);
  });

  it("offers it until the next set begins", () => {
    const following = next(once, data, tick(60_000), { type: "skip_rest" }, seen("ready"), COUNTED_IN);
    expect([following.phase, following.left]).toEqual(["active", null]);
    expect(next(following, data, { type: "take_up_again" })).toBe(following);
  });

  it("waits for who has not begun, and for who moves", () => {
    expect(next(watched(data), data, tick(300_000)).phase).toBe("active");
    expect(next(once, data, tick(59_000), seen("moving"), tick(59_000)).phase).toBe("active");
  });

  it("can be taken up again after the last set of all", () => {
    const last = session(exercise("mini-squat", { repetitions: 3 }, TRACKED));
    const ended = next(watched(last), last, seen("ready", {}, repetition()), tick(60_000));
    expect(ended.phase).toBe("after");
    expect(next(ended, last, { type: "reopen" })).toMatchObject({ phase: "positioning", left: null });
  });
});

describe("the page hidden from view", () => {
  it("lets no time pass, and goes on after a countdown", () => {
    const data = session(hold);
    const hidden = next(started(data), data, tick(2_000), { type: "away" }, tick(600_000));
    expect([hidden.pausedFor, hidden.live.hold_s]).toEqual(["away", 2]);
    const back = next(hidden, data, { type: "back" });
    expect([back.phase, back.timer_ms, back.live.hold_s]).toEqual(["countdown", 5_000, 2]);
    expect(next(back, data, COUNTED_DOWN, tick(1_000)).live.hold_s).toBe(3);
  });

  it("keeps the count of the camera and the seconds of the hold that it broke off", () => {
    const data = session(hold);
    const holding = next(watched(data), data, seen("holding", { hold_s: 3, t_ms: 4_000, angle_deg: 20 }));
    const back = next(holding, data, { type: "away" }, { type: "back" });
    expect(back.phase).toBe("positioning");
    expect(back.live.holds).toEqual([{ start_ms: 1_000, end_ms: 4_000, seconds: 3, mean_deg: 20 }]);
  });

  it("lets a walk go on, whose phone is in the pocket", () => {
    const data = session(walk);
    expect(next(started(data), data, { type: "away" }, tick(300_000)).live.hold_s).toBe(300);
  });

  it("stays paused if the person had paused, and lets a rest go on", () => {
    const data = session(squats);
    const paused = next(started(data), data, { type: "pause" }, { type: "away" }, { type: "back" });
    expect(paused.pausedFor).toBe("member");
    const rest = next(started(data), data, TAP, TAP, TAP, { type: "away" }, tick(9_000), { type: "back" });
    expect([rest.phase, rest.timer_ms]).toEqual(["rest", 20_000]);
  });
});

describe("this hurts", () => {
  const data = session(squats, hold);
  const hurting = (pain: number): SessionState => next(started(data), data, TAP, { type: "hurt" }, { type: "hurt_pain", pain });

  it.each([
    [2, ["continue", "easier", "skip", "stop"]],
    [3, ["easier", "skip", "stop"]],
    [4, ["stop", "skip"]],
  ])("offers for a pain of %i what is safe", (pain, choices) => {
    expect(hurtChoices(hurting(pain), data)).toEqual(choices);
  });

  it("asks before it offers anything", () => {
    const asked = next(started(data), data, { type: "hurt" });
    expect(hurtChoices(asked, data)).toEqual([]);
    expect(next(asked, data, { type: "hurt_action", action: "continue", at: AT }).phase).toBe("hurts");
  });

  it("goes on with the same bout and its count", () => {
    const on = next(hurting(1), data, { type: "hurt_action", action: "continue", at: AT }, READY, COUNTED_DOWN);
    expect([on.phase, on.live.taps, setsOf(on).length]).toEqual(["active", 1, 0]);
  });

  it("remembers the pain and what was done about it", () => {
    const easier = next(hurting(3), data, { type: "hurt_action", action: "easier", at: AT });
    expect(easier.hurts).toEqual([{ exercise: "mini-squat", pain: 3, action: "easier" }]);
    expect([easier.painDuring, easier.progress[0]?.pain, easier.progress[0]?.isEasier]).toEqual([3, 3, true]);
  });

  it("stops the session", () => {
    const stopped = next(hurting(8), data, { type: "hurt_action", action: "stop", at: AT });
    expect([stopped.phase, stopped.stoppedReason, stopped.finishedAt]).toEqual(["after", "pain", AT]);
    expect(setsOf(stopped)).toMatchObject([{ repetitions_done: 1 }]);
  });

  it("weighs the pain by the limits of the exercise that is on", () => {
    const strict = session({ ...squats, pain_lights: LIGHTS.map((light) => (light === "amber" ? "red" : light)) });
    const state = next(started(strict), strict, { type: "hurt" }, { type: "hurt_pain", pain: 3 });
    expect(hurtChoices(state, strict)).toEqual(["stop", "skip"]);
  });
});

describe("changing course", () => {
  const data = session(squats, hold);

  it("takes up the easier variant with its own dose and keeps the sets done so far", () => {
    const state = next(started(data), data, TAP, TAP, TAP, { type: "skip_rest" }, { type: "easier" });
    expect([state.phase, state.bout]).toEqual(["instructions", 0]);
    const done = next(state, data, READY, COUNTED_DOWN, TAP, TAP);
    expect(setsOf(done).map((set) => [set.isEasier, set.repetitions_done])).toEqual([
      [false, 3],
      [true, 2],
    ]);
    expect(done.exercise).toBe(1);
  });

  it("offers the easier variant once", () => {
    const easier = next(started(data), data, { type: "easier" });
    expect(next(easier, data, { type: "easier" })).toBe(easier);
  });

  it("skips an exercise and keeps what was done of it", () => {
    const skipped = next(started(data), data, TAP, { type: "skip" });
    expect([skipped.exercise, skipped.progress[0]?.isSkipped, setsOf(skipped).length]).toEqual([1, true, 1]);
  });

  it("finishes early, and takes that back", () => {
    const finished = next(started(data), data, TAP, { type: "finish", reason: "member", at: AT });
    expect([finished.phase, finished.stoppedReason]).toEqual(["after", "member"]);
    const back = next(finished, data, { type: "reopen" });
    expect([back.phase, back.stoppedReason, back.finishedAt]).toEqual(["instructions", null, null]);
  });

  it("does not take back a stop for pain", () => {
    const stopped = next(started(data), data, { type: "finish", reason: "pain", at: AT });
    expect(next(stopped, data, { type: "reopen" })).toBe(stopped);
  });

  it("offers to decline, and only that, when the pain is red before the start", () => {
    const told = (pain: number): SessionState => play(data, { type: "pain_before", pain });
    expect([2, 3, 4].map((pain) => startChoices(told(pain), data))).toEqual([["start"], ["start"], ["decline"]]);
    expect(startChoices(play(data), data)).toEqual(["start"]);
  });

  it("declines before anything is done, and not after", () => {
    const declined = play(data, { type: "pain_before", pain: 8 }, { type: "decline", at: AT });
    expect([declined.phase, declined.stoppedReason, declined.painBefore]).toEqual(["after", "declined", 8]);
    expect(next(declined, data, { type: "reopen" })).toBe(declined);
    const begun = started(data);
    expect(next(begun, data, { type: "decline", at: AT })).toBe(begun);
  });
});

describe("leaving and coming back", () => {
  const data = session(squats, hold);
  const left = next(started(data), data, TAP, TAP);

  it("survives storage as plain JSON and goes on with the count", () => {
    const stored = JSON.parse(JSON.stringify(left)) as SessionState;
    const back = next(resumed(stored), data, READY, COUNTED_DOWN, TAP);
    expect(setsOf(back)).toMatchObject([{ repetitions_done: 3 }]);
  });

  it("counts as stopped by the member if nobody comes back", () => {
    const ended = abandoned(left, data, AT);
    expect([ended.stoppedReason, ended.finishedAt]).toEqual(["member", AT]);
    expect(setsOf(ended)).toMatchObject([{ repetitions_done: 2 }]);
  });

  it("ignores whatever no longer fits the phase", () => {
    const after = next(left, data, { type: "finish", reason: "member", at: AT });
    for (const action of [TAP, READY, { type: "pause" }, { type: "skip" }, { type: "hurt" }] as const) {
      expect(next(after, data, action)).toBe(after);
    }
  });
});
