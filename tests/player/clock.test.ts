import assert from "node:assert/strict";
import test from "node:test";
import { type Clock, extend, isEmpty, left, MINUTE, pause, reset, set, shown, start } from "../../src/scormbuild/facilitator/clock";

const NOON = 1_700_000_000_000;

test("a clock counts down from when it is started, and not while it is paused", () => {
  let clock = start(set(10), NOON);
  assert.equal(left(clock, NOON + 4 * MINUTE), 6 * MINUTE);
  clock = pause(clock, NOON + 4 * MINUTE);
  assert.equal(left(clock, NOON + 60 * MINUTE), 6 * MINUTE);
  clock = start(clock, NOON + 60 * MINUTE);
  assert.equal(left(clock, NOON + 61 * MINUTE), 5 * MINUTE);
});

test("starting a running clock changes nothing", () => {
  const clock = start(set(10), NOON);
  assert.equal(start(clock, NOON + MINUTE), clock);
});

test("it is extended while it runs, while it is paused, and from zero once its time is over", () => {
  const running = extend(start(set(2), NOON), 5, NOON + MINUTE);
  assert.equal(left(running, NOON + MINUTE), 6 * MINUTE);
  assert.equal(left(running, NOON + 2 * MINUTE), 5 * MINUTE);
  const paused = extend(set(2), 1, NOON);
  assert.equal(left(paused, NOON + 9 * MINUTE), 3 * MINUTE);
  const over = extend(start(set(2), NOON), 1, NOON + 20 * MINUTE);
  assert.equal(left(over, NOON + 20 * MINUTE), MINUTE);
});

test("reset, it stands at what it was set to", () => {
  const clock = reset(extend(start(set(2), NOON), 5, NOON));
  assert.deepEqual(clock, set(2));
  assert.equal(left(clock, NOON + 9 * MINUTE), 2 * MINUTE);
});

test("a clock that is loaded anew has gone on", () => {
  const kept = JSON.parse(JSON.stringify(start(set(10), NOON))) as Clock;
  assert.equal(left(kept, NOON + 3 * MINUTE), 7 * MINUTE);
});

test("one without time is empty until it gets some", () => {
  assert.equal(isEmpty(set(0)), true);
  assert.equal(isEmpty(extend(set(0), 1, NOON)), false);
  assert.equal(isEmpty(start(extend(set(0), 1, NOON), NOON)), false);
});

test("it shows minutes and seconds, and how long the time has been over", () => {
  const cases: [number, string][] = [
    [0, "0:00"],
    [1, "0:01"],
    [59_001, "1:00"],
    [59_000, "0:59"],
    [125 * MINUTE, "125:00"],
    [-999, "0:00"],
    [-1000, "+0:01"],
    [-20 * MINUTE - 5000, "+20:05"],
  ];
  cases.forEach(([milliseconds, text]) => assert.equal(shown(milliseconds), text));
});
