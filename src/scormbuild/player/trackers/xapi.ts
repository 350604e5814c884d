/** A course launched with an LRS, as tincan.xml describes it: the launch, and in whose name statements are made. */

import { Lrs, type Parameters } from "../statements/lrs";
import type { Entry } from "../statements/queue";
import { type Activity, newDraft, type Speaker } from "../statements/statement";
import { type Saved, savedIn, standingOf } from "./document";
import type { Launch } from "./tracker";

/** What the address says; what the platform leaves out is "". */
export interface Address {
  endpoint: string;
  auth: string;
  actor: unknown;
  registration: string;
  activity: string;
  platform: string;
  grouping: string[];
}

export interface Opened {
  address: Address;
  lrs: Lrs;
  saved: Saved;
  launch: Launch;
}

/** The launch parameters; null where there is no record store, or nobody who learns. */
export function addressIn(query: string): Address | null {
  const given = new URLSearchParams(query);
  const [endpoint, auth] = [given.get("endpoint"), given.get("auth")];
  try {
    const actor: unknown = JSON.parse(given.get("actor") ?? "null");
    const rest = {
      registration: given.get("registration") ?? "",
      activity: given.get("activity_id") ?? "",
      platform: given.get("activity_platform") ?? "",
      grouping: given.getAll("grouping"),
    };
    return endpoint && auth && actor !== null ? { endpoint, auth, actor: single(actor), ...rest } : null;
  } catch (malformed) {
    return null;
  }
}

/** What was saved; null where the store doesn't say. */
export async function open(address: Address, iri: string, ask: typeof fetch): Promise<Opened | null> {
  const lrs = new Lrs(address.endpoint, () => address.auth, ask);
  const text = await lrs.read("activities/state", stateOf(address, iri));
  const saved = text === null ? null : savedIn(text);
  if (saved === null) {
    return null;
  }
  const has = await Promise.all(saved.owed.map(({ id }) => lrs.has(id)));
  const owed = saved.owed.filter((_, at) => has[at] !== true);
  const launch = { mode: "normal", status: standingOf(saved), learner: JSON.stringify(address.actor), raw: saved.raw, state: saved.state } as const;
  return { address, lrs, saved: { ...saved, owed }, launch };
}

export function stateOf({ activity, actor, registration }: Address, iri: string): Parameters {
  const where = { activityId: activity || iri, agent: JSON.stringify(actor), stateId: "scormbuild" };
  return registration ? { ...where, registration } : where;
}

export function speakerOf({ activity, grouping, platform, registration }: Address, iri: string): Speaker {
  const groups: Activity[] = grouping.map((id) => ({ id }));
  return {
    iriOf: (key) => (key === "" ? activity || iri : `${iri}/${key}`),
    contextOf: () => ({
      ...(registration ? { registration } : {}),
      ...(platform ? { platform } : {}),
      ...(groups.length > 0 ? { contextActivities: { grouping: groups } } : {}),
    }),
  };
}

/**
 * What is sent first: what an earlier session has left in this browser, the verdicts that one elsewhere has left behind,
 * and that this one has begun. A verdict goes as it was told, under its id: whichever browser sends it, it is the same.
 */
export function opening(left: readonly Entry[], { owed }: Saved): Entry[] {
  const elsewhere = owed.filter(({ id }) => left.every(({ draft }) => draft.id !== id));
  const again = elsewhere.map((draft): Entry => ({ draft: { ...draft, isOnce: true }, isDoubtful: true }));
  return [...left, ...again, { draft: newDraft("initialized", "") }];
}

/** Early launchers write every value of an actor as a list, and an account's parts in other words. */
function single(actor: unknown): unknown {
  const { name, mbox, account } = actor as Record<string, unknown>;
  const first = (value: unknown) => (Array.isArray(value) ? (value[0] as unknown) : value);
  const [oneName, oneMbox, oneAccount] = [first(name), first(mbox), first(account) as Record<string, unknown> | undefined];
  if (!Array.isArray(name) && !Array.isArray(mbox) && !Array.isArray(account)) {
    return actor;
  }
  return {
    objectType: "Agent",
    ...(oneName ? { name: oneName } : {}),
    ...(oneMbox ? { mbox: oneMbox } : {}),
    ...(oneAccount ? { account: { homePage: oneAccount.homePage ?? oneAccount.accountServiceHomePage, name: oneAccount.name ?? oneAccount.accountName } } : {}),
  };
}
