import assert from "node:assert/strict";
import test from "node:test";
import { timeOfDay, timespan } from "../../src/scormbuild/player/trackers/time";
import { answer, Browser, records, takeQuiz } from "./browser";
import { FakePlatform } from "./fake-platform";

const LEARNER = { "cmi.core.student_id": "ola", "cmi.core.lesson_mode": "normal", "cmi.core.lesson_status": "not attempted" };

test("times have two decimals, always", () => {
  assert.equal(timespan(0), "0000:00:00.00");
  assert.equal(timespan(7.5), "0000:00:07.50");
  assert.equal(timespan(59.999), "0000:01:00.00");
  assert.equal(timespan(100 * 3600 + 61.25), "0100:01:01.25");
  assert.equal(timespan(1e9), "9999:00:00.00");
  assert.equal(timeOfDay(new Date(2026, 4, 17, 23, 5, 9, 70)), "23:05:09.07");
});

test("a launch takes few calls, initializes once, and says incomplete and suspend", () => {
  const platform = new FakePlatform(LEARNER);
  const { session } = new Browser().open(platform);
  session.visit("p1");
  assert.ok(platform.calls.length <= 12, platform.calls.join(", "));
  assert.equal(platform.calls[0], "LMSInitialize");
  assert.equal(platform.calls.filter((call) => call === "LMSInitialize" || call === "LMSCommit").length, 2);
  assert.equal(platform.server.get("cmi.core.lesson_status"), "incomplete");
  assert.equal(platform.server.get("cmi.core.exit"), "suspend");
  assert.equal(platform.server.get("cmi.core.lesson_location"), "p1");
});

test("one commit a step, and only what has changed is set", async () => {
  const platform = new FakePlatform(LEARNER);
  const browser = new Browser();
  const { session } = browser.open(platform);
  session.visit("p1");
  await browser.prove();
  platform.calls.length = 0;
  session.visit("p2");
  assert.deepEqual(platform.calls, ["set cmi.core.lesson_location", "set cmi.suspend_data", "LMSCommit"]);
});

test("an answer is recorded completely, in the standard's order", () => {
  const platform = new FakePlatform({ ...LEARNER, "cmi.interactions.0.id": "earlier" });
  const browser = new Browser();
  const { session } = browser.open(platform);
  session.visit("p1");
  session.shown("q");
  browser.now = 12_340;
  answer(session, "c");
  const { 1: entry } = platform.list("interactions");
  assert.deepEqual(entry, {
    id: "q--hva",
    time: "08:00:12.34",
    type: "choice",
    "correct_responses.0.pattern": "b",
    weighting: "1",
    student_response: "c",
    result: "wrong",
    latency: "0000:00:12.34",
  });
  const set = platform.calls.filter((call) => call.startsWith("set cmi.interactions"));
  assert.equal(set[0], "set cmi.interactions.1.id");
  assert.deepEqual(Object.keys(entry as object), set.map((call) => call.replace("set cmi.interactions.1.", "")));
});

test("a passed quiz sends score before status, every answer, and the objective", () => {
  const platform = new FakePlatform(LEARNER);
  const { session } = new Browser().open(platform);
  ["p1", "p2", "p3"].forEach((page) => session.visit(page));
  assert.equal(platform.server.get("cmi.core.score.raw"), undefined);
  platform.calls.length = 0;
  takeQuiz(session, true);
  const order = platform.calls.filter((call) => call.startsWith("set cmi.core"));
  assert.deepEqual(order, ["raw", "min", "max"].map((part) => `set cmi.core.score.${part}`).concat("set cmi.core.lesson_status"));
  assert.equal(platform.calls.filter((call) => call === "LMSCommit").length, 1);
  assert.deepEqual(records(platform).sort(), ["t1--hvem b correct", "t2--hvilke a,c correct"]);
  assert.equal(platform.list("interactions").find((entry) => entry.id === "t1--hvem")?.["objectives.0.id"], "maal");
  assert.deepEqual(platform.list("objectives"), [
    { id: "maal", "score.raw": "100", "score.min": "0", "score.max": "100", status: "passed" },
  ]);
  assert.equal(platform.server.get("cmi.core.lesson_status"), "passed");
});

test("objectives are matched by id, keep their place, and are never downgraded", () => {
  const stored = {
    ...LEARNER,
    "cmi.objectives.0.id": "another",
    "cmi.objectives.1.id": "maal",
    "cmi.objectives.1.score.raw": "100",
    "cmi.objectives.1.status": "passed",
  };
  const platform = new FakePlatform(stored);
  const { session } = new Browser().open(platform);
  takeQuiz(session, false);
  assert.equal(platform.list("objectives").length, 2);
  assert.equal(platform.server.get("cmi.objectives.1.score.raw"), "100");
  assert.equal(platform.server.get("cmi.objectives.1.status"), "passed");
});

test("a learner who has passed and does worse loses nothing", () => {
  const stored = { ...LEARNER, "cmi.core.lesson_status": "passed", "cmi.core.score.raw": "100" };
  const platform = new FakePlatform(stored);
  const { session } = new Browser().open(platform);
  ["p1", "p2", "p3"].forEach((page) => session.visit(page));
  takeQuiz(session, false);
  assert.equal(platform.server.get("cmi.core.lesson_status"), "passed");
  assert.equal(platform.server.get("cmi.core.score.raw"), "100");
});

test("a platform without lesson_mode, interactions and objectives is played to the end", async () => {
  const platform = new FakePlatform(LEARNER);
  platform.missing = /^cmi\.(core\.lesson_mode|interactions|objectives)/;
  const browser = new Browser();
  const { session } = browser.open(platform);
  ["p1", "p2", "p3"].forEach((page) => session.visit(page));
  takeQuiz(session, true);
  await browser.prove();
  assert.equal(platform.server.get("cmi.core.lesson_status"), "passed");
  assert.equal(browser.line, "platform");
});

test("false with error 0 counts as accepted", async () => {
  const platform = new FakePlatform(LEARNER);
  const set = platform.LMSSetValue.bind(platform);
  platform.LMSSetValue = (element, value) => (set(element, value), "false");
  const browser = new Browser();
  browser.open(platform).session.visit("p1");
  await browser.prove();
  assert.equal(browser.line, "platform");
});

test("a platform that doesn't open the session is told from one that has", async () => {
  const thrown = new Proxy({} as FakePlatform, {
    get: () => () => {
      throw new TypeError("Cannot set properties of undefined (setting 'id')"); // Moodle's second LMSInitialize
    },
  });
  const browser = new Browser();
  browser.open(thrown).session.visit("p1");
  await browser.prove();
  assert.equal(browser.line, "closed");
  assert.equal(browser.store.items.size, 0);

  const opened = new FakePlatform(LEARNER);
  opened.LMSInitialize = () => "false";
  browser.open(opened).session.visit("p1");
  await browser.prove();
  assert.equal(browser.line, "platform");
});

test("an API that begins to throw counts as one that refuses", async () => {
  const platform = new FakePlatform(LEARNER);
  const browser = new Browser();
  const { session } = browser.open(platform);
  const gone = () => {
    throw new TypeError("API is gone");
  };
  Object.assign(platform, { LMSSetValue: gone, LMSCommit: gone, LMSGetValue: gone, LMSGetLastError: gone });
  session.visit("p1");
  await browser.prove();
  assert.equal(browser.line, "device");
});

for (const mode of ["browse", "review"]) {
  test(`in ${mode} nothing is sent and nothing is kept`, async () => {
    const platform = new FakePlatform({ ...LEARNER, "cmi.core.lesson_mode": mode });
    const browser = new Browser();
    const { session, saving } = browser.open(platform);
    session.visit("p1");
    answer(session, "b");
    takeQuiz(session, true);
    await browser.prove();
    saving.hidden();
    saving.finish(60);
    assert.deepEqual(platform.calls.filter((call) => /^(set|LMSCommit|LMSFinish)/.test(call)), []);
    assert.equal(browser.line, "viewing");
    assert.equal(browser.store.items.size, 0);
  });
}

test("a review of a finished attempt shows its state and closes the session", () => {
  const platform = new FakePlatform(LEARNER);
  const browser = new Browser();
  const first = browser.open(platform);
  first.session.visit("p2");
  answer(first.session, "b");
  first.saving.finish(1);
  const server: Record<string, string> = { ...Object.fromEntries(platform.server), "cmi.core.lesson_mode": "review" };
  const again = new FakePlatform(server);
  const { session, saving } = browser.open(again);
  assert.equal(session.state.one("q"), "b");
  session.visit("p3");
  saving.finish(1);
  assert.equal(again.calls.at(-1), "LMSFinish");
  assert.equal(again.server.get("cmi.suspend_data"), server["cmi.suspend_data"]);
});

test("the end of a session brings what was still open and the time, once", () => {
  const platform = new FakePlatform(LEARNER);
  const { session, saving } = new Browser().open(platform);
  session.visit("p1");
  session.state.set("q", "a");
  session.changed("later");
  platform.calls.length = 0;
  saving.finish(83.5);
  saving.finish(84);
  assert.deepEqual(platform.calls, ["set cmi.suspend_data", "set cmi.core.session_time", "LMSFinish"]);
  assert.equal(platform.server.get("cmi.core.session_time"), "0000:01:23.50");
  const { session: again } = new Browser().open(new FakePlatform(Object.fromEntries(platform.server)));
  assert.equal(again.state.one("q"), "a");
});

