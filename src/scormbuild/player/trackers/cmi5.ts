/** cmi5 (its sections in brackets): the launch, and in whose name statements are made. */

import { Lrs } from "../statements/lrs";
import type { Parameters } from "../statements/lrs";
import { patiently } from "../statements/patience";
import type { Entry } from "../statements/queue";
import { type Context, type Draft, isDefined, newDraft, type Speaker, VERBS } from "../statements/statement";
import { type Saved, savedIn, standingOf } from "./document";
import type { Launch } from "./tracker";

const CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/";
const EXTENSION = "https://w3id.org/xapi/cmi5/context/extensions/";
const STATE_ID = "scormbuild";

/** What the address says (8.1). */
export interface Address {
  endpoint: string;
  fetch: string;
  actor: unknown;
  registration: string;
  activityId: string;
}

/** What the platform has put into LMS.LaunchData (10.2). Some write null for what they leave out. */
export interface LaunchData {
  contextTemplate: Context;
  launchMode: "Normal" | "Browse" | "Review";
  masteryScore: number | null;
  returnURL: string | null;
}

/** What the learner likes (11). */
export interface Preferences {
  languagePreference?: string;
  audioPreference?: "on" | "off" | null;
}

export interface Opened {
  address: Address;
  data: LaunchData;
  preferences: Preferences;
  lrs: Lrs;
  saved: Saved;
  launch: Launch;
}

/** The launch parameters; null where any is missing or isn't what it should be. */
export function addressIn(query: string): Address | null {
  const given = new URLSearchParams(query);
  const [endpoint, fetchUrl, registration, activityId] = ["endpoint", "fetch", "registration", "activityId"].map((name) => given.get(name));
  try {
    const actor: unknown = JSON.parse(given.get("actor") ?? "null");
    const isWhole = endpoint && fetchUrl && registration && activityId && actor !== null;
    return isWhole ? { endpoint, fetch: fetchUrl, actor, registration, activityId } : null;
  } catch (malformed) {
    return null;
  }
}

/** Why a session can't be opened. used: this launch has had its token. closed: whatever else. */
export type Refusal = "used" | "closed";

/** Open the session: the token, which is given once (8.2), the launch data, the preferences, and what was saved. */
export async function open(address: Address, ask: typeof fetch): Promise<Opened | Refusal> {
  const given = await tokenFrom(address.fetch, ask);
  if (typeof given === "string") {
    return given;
  }
  const { token } = given;
  const lrs = new Lrs(address.endpoint, () => `Basic ${token}`, ask);
  const [data, preferences, state] = await Promise.all([
    lrs.read("activities/state", { ...whereOf(address), stateId: "LMS.LaunchData" }),
    lrs.read("agents/profile", { agent: JSON.stringify(address.actor), profileId: "cmi5LearnerPreferences" }),
    lrs.read("activities/state", { ...whereOf(address), stateId: STATE_ID }),
  ]);
  const launchData = launchDataIn(data);
  const saved = state === null ? null : savedIn(state);
  if (launchData === null || saved === null) {
    return "closed";
  }
  const known = await withTold(await withArrived(saved, lrs), lrs, address);
  const mode = { Normal: "normal", Browse: "browse", Review: "review" } as const;
  return {
    address,
    data: launchData,
    preferences: parsed<Preferences>(preferences) ?? {},
    lrs,
    saved: known,
    launch: {
      mode: mode[launchData.launchMode] ?? "normal",
      status: standingOf(known),
      learner: JSON.stringify(address.actor),
      raw: known.raw,
      state: known.state,
    },
  };
}

function launchDataIn(text: string | null): LaunchData | null {
  const data = parsed<Partial<LaunchData>>(text);
  if (!data?.contextTemplate) {
    return null;
  }
  return {
    contextTemplate: data.contextTemplate,
    launchMode: data.launchMode ?? "Normal",
    masteryScore: typeof data.masteryScore === "number" ? data.masteryScore : null,
    returnURL: data.returnURL || null,
  };
}

/** What is saved goes here, under the registration. */
export function stateOf(address: Address): Parameters {
  return { ...whereOf(address), stateId: STATE_ID };
}

/** Statements about the course as a whole are cmi5's own; the others are allowed beside them (9.6.2). */
export function speakerOf({ address, data }: Opened, iri: string): Speaker {
  const { contextTemplate, masteryScore } = data;
  return {
    iriOf: (key) => (key === "" ? address.activityId : `${iri}/${key}`),
    contextOf: (draft) => {
      const isOwn = isDefined(draft);
      const given = contextTemplate.contextActivities ?? {};
      const categories = [...(isOwn ? ["cmi5"] : []), ...(isOwn && isVerdict(draft) ? ["moveon"] : [])];
      const decided = masteryScore !== null && (draft.verb === "passed" || draft.verb === "failed");
      return {
        ...contextTemplate,
        registration: address.registration,
        contextActivities: {
          ...given,
          ...(isOwn ? { category: [...(given.category ?? []), ...categories.map((name) => ({ id: CATEGORY + name }))] } : {}),
        },
        extensions: { ...contextTemplate.extensions, ...(decided ? { [`${EXTENSION}masteryscore`]: masteryScore } : {}) },
      };
    },
  };
}

/**
 * That the session has begun, and what is to be sent of an earlier one's statements. They were bound to its token, and
 * so was what it said of itself. Its verdicts are told afresh (see `withArrived`); the rest goes in this session's name,
 * unless it has arrived.
 */
export async function opening(left: readonly Entry[], lrs: Lrs): Promise<Entry[]> {
  const initialized = newDraft("initialized", "");
  const others = left.filter((entry) => !isDefined(entry.draft));
  const known = await Promise.all(others.map(({ draft, sent }) => (sent === undefined ? false : lrs.has(draft.id))));
  const owed = others.flatMap(({ draft }, at): Entry[] => {
    // Nothing in a session is older than its beginning (9.3.2).
    const afresh = { ...draft, timestamp: initialized.timestamp, happened: draft.happened ?? draft.timestamp };
    return known[at] === true ? [] : [{ draft: afresh, isDoubtful: known[at] === null }];
  });
  return [{ draft: initialized }, ...owed];
}

function isVerdict({ result }: Draft): boolean {
  return result?.success !== undefined || result?.completion !== undefined;
}

/** "Already in use or expired" (8.2.3.2). */
const USED = "1";

/**
 * The token. A second request for it is refused (8.2.3): whoever loads the page again is no new session. So only where
 * nothing came back is it asked for again; should an answer have been lost with the token in it, the next one says so.
 */
async function tokenFrom(url: string, ask: typeof fetch): Promise<{ token: string } | Refusal> {
  const post = () =>
    ask(url, { method: "POST", cache: "no-store" })
      .then((answer) => answer.text())
      .catch(() => null);
  const said = parsed<{ "auth-token"?: unknown; "error-code"?: unknown }>(await patiently(post, (text) => text === null));
  const token = said?.["auth-token"];
  return typeof token === "string" ? { token } : String(said?.["error-code"]) === USED ? "used" : "closed";
}

function whereOf({ activityId, actor, registration }: Address): Parameters {
  return { activityId, agent: JSON.stringify(actor), registration };
}

/** Forget the verdicts that never arrived: they are told afresh, in this session's name. */
async function withArrived(saved: Saved, lrs: Lrs): Promise<Saved> {
  // Where the store doesn't say, it counts as told: a second one would be against the rules.
  const known = await Promise.all(saved.owed.map(async ({ id }) => (await lrs.has(id)) !== false));
  const lost = saved.owed.filter((_, at) => !known[at]).map(({ id }) => id);
  const verdicts = Object.fromEntries(Object.entries(saved.verdicts).filter(([, id]) => !lost.includes(id)));
  return { ...saved, verdicts, owed: [] };
}

/**
 * Verdicts that the store has of this registration though the state doesn't know of them: the page's last request may have
 * arrived where the state that it left with hasn't. Told again they would be refused for good, and all that comes with them (9.3).
 */
async function withTold(saved: Saved, lrs: Lrs, address: Address): Promise<Saved> {
  const { activityId, actor, registration } = address;
  const unknown = saved.state === "" ? [] : (["completed", "passed"] as const).filter((verdict) => saved.verdicts[verdict] === undefined);
  const about = { agent: JSON.stringify(actor), activity: activityId, registration, limit: "1" };
  const found = await Promise.all(unknown.map((verdict) => lrs.read("statements", { ...about, verb: VERBS + verdict })));
  const told = unknown.flatMap((verdict, at) => {
    const id = parsed<{ statements?: { id?: unknown }[] }>(found[at] ?? null)?.statements?.[0]?.id;
    return typeof id === "string" ? [[verdict, id]] : [];
  });
  return { ...saved, verdicts: { ...saved.verdicts, ...Object.fromEntries(told) } };
}

function parsed<T>(text: string | null): T | null {
  try {
    return text ? (JSON.parse(text) as T) : null;
  } catch (malformed) {
    return null;
  }
}
