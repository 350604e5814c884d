/** Launches by platforms with a record store, where the network or an earlier session has lost something. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { type Draft, newDraft } from "../../src/scormbuild/player/statements/statement";
import * as cmi5 from "../../src/scormbuild/player/trackers/cmi5";
import type { Saved } from "../../src/scormbuild/player/trackers/document";
import * as xapi from "../../src/scormbuild/player/trackers/xapi";

type Answer = Response | "lost";

const json = (content: unknown, status = 200): Response => new Response(JSON.stringify(content), { status });

/** What a browser gets of a platform: `tokens` are the answers of its fetch URL, in order. */
class FakePlatform {
  readonly asked: string[] = [];
  saved: Partial<Saved> = {};
  /** The ids of the statements that are there. */
  held: string[] = [];
  /** The ids of the registration's statements, by their verbs. */
  told: Record<string, string> = {};
  /** The answers to the next questions for a statement. */
  hiccups: Answer[] = [];

  constructor(private readonly tokens: Answer[] = []) {}

  readonly fetch: typeof fetch = async (input) => {
    const url = new URL(String(input));
    this.asked.push(url.pathname.split("/").slice(-1)[0] as string);
    const answer = this.answerTo(url);
    if (answer === "lost") {
      throw new TypeError("Failed to fetch");
    }
    return answer;
  };

  private answerTo(url: URL): Answer {
    const { pathname, searchParams } = url;
    if (pathname === "/token") {
      return this.tokens.shift() ?? "lost";
    }
    if (searchParams.has("verb")) {
      const id = this.told[searchParams.get("verb") ?? ""];
      const isOurs = ["r", "https://a", JSON.stringify(actor)].join() === ["registration", "activity", "agent"].map((name) => searchParams.get(name)).join();
      return this.hiccups.shift() ?? json({ statements: isOurs && id ? [{ id }] : [], more: "" });
    }
    if (pathname.endsWith("/statements")) {
      return this.hiccups.shift() ?? json({}, this.held.includes(searchParams.get("statementId") ?? "") ? 200 : 404);
    }
    const documents: Record<string, unknown> = { "LMS.LaunchData": { contextTemplate: {} }, scormbuild: { state: "abc", ...this.saved } };
    return json(documents[searchParams.get("stateId") ?? ""] ?? {});
  }
}

/** Let all waits of a promise pass at once. */
async function atOnce<T>(run: () => Promise<T>): Promise<T> {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    let isDue = true;
    const done = run().finally(() => (isDue = false));
    while (isDue) {
      await new Promise((resolve) => setImmediate(resolve));
      mock.timers.tick(1000);
    }
    return await done;
  } finally {
    mock.timers.reset();
  }
}

const actor = { account: { homePage: "https://lms.example.no", name: "ola" } };
const LAUNCH: cmi5.Address = { endpoint: "https://lrs.example.no/xapi/", fetch: "https://lms.example.no/token", actor, registration: "r", activityId: "https://a" };
const openCmi5 = (platform: FakePlatform) => atOnce(() => cmi5.open(LAUNCH, platform.fetch));
const TINCAN: xapi.Address = { endpoint: LAUNCH.endpoint, auth: "Basic x", actor, registration: "r", activity: "", platform: "", grouping: [] };

async function openXapi(platform: FakePlatform): Promise<xapi.Opened> {
  const opened = await atOnce(() => xapi.open(TINCAN, "https://kurs.example.no/brann", platform.fetch));
  assert.ok(opened !== null);
  return opened;
}

const TOKEN = { "auth-token": "dG9rZW4=" };
const USED = { "error-code": "1", "error-text": "already in use" };

test("a token that the network swallowed is asked for again", async () => {
  for (const lost of [1, 2]) {
    const opened = await openCmi5(new FakePlatform([...Array<Answer>(lost).fill("lost"), json(TOKEN)]));
    assert.ok(typeof opened === "object");
    assert.equal(opened.saved.state, "abc");
  }
});

test("a token whose answer was lost is used up, and that is said", async () => {
  const platform = new FakePlatform(["lost", json(USED)]);
  assert.equal(await openCmi5(platform), "used");
  assert.deepEqual(platform.asked, ["token", "token"]);
});

test("an answer that gives no token is the last word", async () => {
  const answers: [Response, cmi5.Refusal][] = [
    [json(USED), "used"],
    [json({ "error-code": "2" }), "closed"],
    [new Response("down", { status: 500 }), "closed"],
    [json({ "auth-token": null }), "closed"],
  ];
  for (const [answer, refusal] of answers) {
    const platform = new FakePlatform([answer, json(TOKEN)]);
    assert.equal(await openCmi5(platform), refusal);
    assert.deepEqual(platform.asked, ["token"]);
  }
  assert.equal(await openCmi5(new FakePlatform()), "closed");
});

/** A session elsewhere that has told of these and died. */
function died(...owed: Draft[]): Partial<Saved> {
  return { verdicts: Object.fromEntries(owed.map(({ verb, id }) => [verb, id])), owed };
}

const verdict = (verb: "completed" | "passed") => newDraft(verb, "", { duration: "PT9S" });

test("cmi5: a verdict that never arrived counts as not told; one that did, or may have, as told", async () => {
  const [completed, passed] = [verdict("completed"), verdict("passed")];
  const platform = new FakePlatform([json(TOKEN)]);
  platform.saved = died(completed, passed);
  platform.held = [completed.id];
  const opened = await openCmi5(platform);
  assert.ok(typeof opened === "object");
  assert.deepEqual([opened.saved.verdicts, opened.launch.status], [{ completed: completed.id }, "completed"]);

  const unsure = new FakePlatform([json(TOKEN)]);
  unsure.saved = died(passed);
  unsure.hiccups = [json({}, 403)];
  const kept = await openCmi5(unsure);
  assert.deepEqual(typeof kept === "object" && kept.saved.verdicts, { passed: passed.id });
});

test("cmi5: a verdict that arrived counts as told, though the state that was to say so never did", async () => {
  const told = { "http://adlnet.gov/expapi/verbs/passed": "p-1" };
  const platform = Object.assign(new FakePlatform([json(TOKEN)]), { told });
  const opened = await openCmi5(platform);
  assert.ok(typeof opened === "object");
  assert.deepEqual([opened.saved.verdicts, opened.launch.status], [{ passed: "p-1" }, "passed"]);

  const silent = Object.assign(new FakePlatform([json(TOKEN)]), { told, hiccups: [json({}, 403), json({}, 403)] });
  const unsure = await openCmi5(silent);
  assert.deepEqual(typeof unsure === "object" && unsure.saved.verdicts, {});

  const fresh = Object.assign(new FakePlatform([json(TOKEN)]), { saved: { state: "" }, told });
  await openCmi5(fresh);
  assert.ok(!fresh.asked.includes("statements"), "who has saved nothing has told nothing");
});

test("a store that hesitates is asked again whether it has a verdict", async () => {
  const passed = verdict("passed");
  const platform = new FakePlatform([json(TOKEN)]);
  platform.saved = died(passed);
  platform.hiccups = [json({}, 503), "lost"];
  const opened = await openCmi5(platform);
  assert.deepEqual(typeof opened === "object" && opened.saved.verdicts, {});
});

test("xAPI: a verdict that a session elsewhere has left behind is told as it was, before this session's beginning", async () => {
  const [completed, passed] = [verdict("completed"), verdict("passed")];
  const platform = new FakePlatform();
  platform.saved = died(completed, passed);
  platform.held = [completed.id];
  const { saved, launch } = await openXapi(platform);
  assert.equal(launch.status, "passed");
  const entries = xapi.opening([], saved);
  assert.deepEqual(entries.map(({ draft }) => draft.verb), ["passed", "initialized"]);
  assert.deepEqual(entries[0], { draft: { ...passed, isOnce: true }, isDoubtful: true });
});

test("xAPI: what waits in this browser anyway isn't told twice", async () => {
  const passed = verdict("passed");
  const platform = new FakePlatform();
  platform.saved = died(passed);
  const { saved } = await openXapi(platform);
  const left = [{ draft: newDraft("answered", "questions/q") }, { draft: passed }];
  assert.deepEqual(xapi.opening(left, saved).map(({ draft }) => draft.verb), ["answered", "passed", "initialized"]);
});
