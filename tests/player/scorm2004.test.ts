import assert from "node:assert/strict";
import test from "node:test";
import { localTime, timeinterval } from "../../src/scormbuild/player/trackers/time";
import { answer, Browser, takeQuiz } from "./browser";
import { smallPlan } from "./course";
import { FakePlatform2004 } from "./fake-platform";

const LEARNER = { "cmi.learner_id": "ola", "cmi.mode": "normal" };
const PAGES = ["p1", "p2", "p3"];

/** What the learner has come to, as the server has it. */
function outcome({ server }: FakePlatform2004): (string | undefined)[] {
  return ["cmi.completion_status", "cmi.success_status", "cmi.score.raw", "cmi.score.scaled", "cmi.progress_measure"].map((element) => server.get(element));
}

function relaunched(platform: FakePlatform2004): FakePlatform2004 {
  return new FakePlatform2004(Object.fromEntries(platform.server));
}

test("durations have two decimals at most, moments none", () => {
  assert.equal(timeinterval(0), "PT0S");
  assert.equal(timeinterval(7.5), "PT7.5S");
  assert.equal(timeinterval(59.999), "PT1M0S");
  assert.equal(timeinterval(100 * 3600 + 61.25), "PT100H1M1.25S");
  assert.equal(localTime(new Date(2026, 4, 7, 23, 5, 9, 70)), "2026-05-07T23:05:09.07");
});

test("a launch takes few calls, initializes once, and says incomplete, suspend and how far", () => {
  const platform = new FakePlatform2004(LEARNER);
  new Browser().open(platform).session.visit("p1");
  assert.ok(platform.calls.length <= 14, platform.calls.join(", "));
  assert.equal(platform.calls[0], "Initialize");
  assert.equal(platform.calls.filter((call) => call === "Initialize" || call === "Commit").length, 2);
  assert.deepEqual(outcome(platform), ["incomplete", "unknown", undefined, undefined, "0.33"]);
  assert.equal(platform.server.get("cmi.exit"), "suspend");
  assert.equal(platform.server.get("cmi.location"), "p1");
});

test("an answer is recorded completely, its id first and its type before what depends on it", () => {
  const platform = new FakePlatform2004({ ...LEARNER, "cmi.interactions.0.id": "earlier" });
  const browser = new Browser();
  const { session } = browser.open(platform);
  session.visit("p1");
  session.shown("q");
  browser.now = 12_340;
  answer(session, "c");
  const { 1: entry } = platform.list("interactions");
  assert.deepEqual(entry, {
    id: "q--hva",
    type: "choice",
    timestamp: "2026-01-01T08:00:12",
    "correct_responses.0.pattern": "b",
    weighting: "1",
    learner_response: "c",
    result: "incorrect",
    latency: "PT12.34S",
    description: "{lang=nb}Hva?",
  });
  const set = platform.calls.filter((call) => call.startsWith("set cmi.interactions.1."));
  assert.deepEqual(set.slice(0, 2), ["set cmi.interactions.1.id", "set cmi.interactions.1.type"]);
});

test("a description is one line of 250 characters", () => {
  const platform = new FakePlatform2004(LEARNER);
  const browser = new Browser();
  browser.wording = `Hva\n${"så ".repeat(100)}`;
  const { session } = browser.open(platform);
  answer(session, "b");
  const description = platform.list("interactions")[0]?.description ?? "";
  assert.match(description, /^\{lang=nb\}Hva så så .*…$/);
  assert.ok(description.length <= "{lang=nb}".length + 250);
});

test("a passed quiz sends score, success and completion in this order, every answer, and the objective", () => {
  const platform = new FakePlatform2004(LEARNER);
  const { session } = new Browser().open(platform);
  PAGES.forEach((page) => session.visit(page));
  assert.deepEqual(outcome(platform), ["incomplete", "unknown", undefined, undefined, "0.99"]);
  platform.calls.length = 0;
  takeQuiz(session, true);
  const order = platform.calls.filter((call) => /^set cmi\.(score|\w+_status|progress)/.test(call)).map((call) => call.slice(8));
  assert.deepEqual(order, ["score.raw", "score.min", "score.max", "score.scaled", "success_status", "completion_status", "progress_measure"]);
  assert.deepEqual(outcome(platform), ["completed", "passed", "100", "1", "1"]);
  assert.deepEqual(platform.list("objectives"), [
    {
      id: "maal",
      "score.scaled": "1",
      "score.raw": "100",
      "score.min": "0",
      "score.max": "100",
      success_status: "passed",
      description: "{lang=nb}Du kan det",
    },
  ]);
  assert.deepEqual(platform.list("interactions").map((entry) => entry["objectives.0.id"]).sort(), ["maal", undefined]);
});

test("one who fails isn't done, may pass later, and never loses it again", () => {
  const browser = new Browser();
  const first = new FakePlatform2004(LEARNER);
  const { session } = browser.open(first);
  PAGES.forEach((page) => session.visit(page));
  takeQuiz(session, false);
  assert.deepEqual(outcome(first), ["incomplete", "failed", "0", "0", "0.99"]);
  const second = relaunched(first);
  takeQuiz(browser.open(second).session, true);
  assert.deepEqual(outcome(second), ["completed", "passed", "100", "1", "1"]);
  const third = relaunched(second);
  takeQuiz(browser.open(third).session, false);
  assert.deepEqual(outcome(third), ["completed", "passed", "100", "1", "1"]);
});

test("where nothing is to be passed, nobody knows of a success", () => {
  const platform = new FakePlatform2004(LEARNER);
  const { session } = new Browser().open(platform, smallPlan({ rule: { pages: "all", quiz: "none", mastery: 80 } }));
  PAGES.forEach((page) => session.visit(page));
  assert.deepEqual(outcome(platform), ["completed", "unknown", undefined, undefined, "1"]);
});

test("objectives that the platform has keep their place, and their id is never written again", () => {
  const platform = new FakePlatform2004({ ...LEARNER, "cmi.objectives.0.id": "another", "cmi.objectives.1.id": "maal", "cmi.objectives.1.success_status": "unknown" });
  const { session } = new Browser().open(platform);
  takeQuiz(session, true);
  assert.equal(platform.list("objectives").length, 2);
  assert.equal(platform.server.get("cmi.objectives.1.success_status"), "passed");
  assert.ok(!platform.calls.includes("set cmi.objectives.1.id"));
});

test("what went with a lost commit is set once more, as it is and without a commit between", async () => {
  const platform = new FakePlatform2004(LEARNER);
  const browser = new Browser();
  const { session } = browser.open(platform);
  session.visit("p1");
  await browser.prove();
  platform.network = "lost";
  answer(session, "b");
  await browser.prove(false);
  assert.equal(browser.line, "device");
  platform.network = "up";
  platform.calls.length = 0;
  browser.pass(2000);
  await browser.prove();
  assert.equal(browser.line, "platform");
  assert.equal(platform.list("interactions").length, 1);
  assert.deepEqual(platform.list("interactions")[0]?.id, "q--hva");
});

test("a platform without objectives and interactions is played to the end", async () => {
  for (const error of ["401", "402"]) {
    const platform = new FakePlatform2004(LEARNER);
    platform.refused = { pattern: /^cmi\.(interactions|objectives)\./, error };
    const browser = new Browser();
    const { session } = browser.open(platform);
    PAGES.forEach((page) => session.visit(page));
    takeQuiz(session, true);
    await browser.prove();
    assert.deepEqual(outcome(platform), ["completed", "passed", "100", "1", "1"]);
    assert.equal(browser.line, "platform");
  }
});

test("an answer of an earlier version's copy has no date, and goes without a timestamp", () => {
  const platform = new FakePlatform2004(LEARNER);
  const { saving, session } = new Browser().open(platform);
  saving.record({ question: "q", response: ["b"], score: 1, time: "08:00:12.34", latency: null, index: null });
  session.visit("p1");
  const [entry] = platform.list("interactions");
  assert.equal(entry?.learner_response, "b");
  assert.equal(entry?.timestamp, undefined);
});

for (const mode of ["browse", "review"]) {
  test(`in ${mode} nothing is sent, and an untouched attempt is left without an end`, async () => {
    const platform = new FakePlatform2004({ ...LEARNER, "cmi.mode": mode });
    const browser = new Browser();
    const { session, saving } = browser.open(platform);
    session.visit("p1");
    answer(session, "b");
    takeQuiz(session, true);
    await browser.prove();
    saving.hidden();
    saving.finish(60);
    assert.deepEqual(platform.calls.filter((call) => /^(set|Commit|Terminate)/.test(call)), []);
    assert.equal(browser.line, "viewing");
  });
}

test("the end of a session brings what was still open and the time, once, and asks the platform to go nowhere", () => {
  const platform = new FakePlatform2004(LEARNER);
  const browser = new Browser();
  const { session, saving } = browser.open(platform);
  session.visit("p1");
  session.state.set("q", "a");
  session.changed("later");
  saving.finish(83.5);
  saving.finish(84);
  assert.equal(platform.calls.filter((call) => call === "Terminate").length, 1);
  assert.equal(platform.server.get("cmi.session_time"), "PT1M23.5S");
  assert.ok(!platform.calls.some((call) => call.includes("adl.nav")));
  assert.equal(browser.open(relaunched(platform)).session.state.one("q"), "a");
});

test("more room than 4,000 characters is asked for where it is needed, and believed only where it comes back", async () => {
  const slots = Array.from({ length: 8 }, (_, at) => ({ name: `tekst-${at}`, kind: "text" as const, since: 1 }));
  const fields = Object.fromEntries(slots.map(({ name }) => [name, []]));
  const plan = smallPlan({ slots: [...smallPlan().slots, ...slots], fields, primers: ["Dette er en kort tekst."] });
  for (const [longest, kept] of [[64_000, true], [4000, false]] as const) {
    const platform = new FakePlatform2004(LEARNER);
    platform.longest = longest;
    const browser = new Browser();
    const { session } = browser.open(platform, plan);
    slots.forEach(({ name }, at) => session.state.set(name, Array.from({ length: 300 }, (_, word) => (word * 7919 + at * 104_729).toString(36)).join(" ")));
    session.changed("now");
    await browser.prove();
    assert.equal(browser.line, kept ? "platform" : "full");
    assert.equal((platform.server.get("cmi.suspend_data") as string).length > 4000, kept);
  }
});
