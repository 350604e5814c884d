/** What is told of a learner, as xAPI statements (xAPI-Data 2; verbs and activity types of ADL's vocabulary). */

import type { Activities, Definition } from "./activities";
import { randomUuid } from "./uuid";

export const VERBS = "http://adlnet.gov/expapi/verbs/";

/** Those that tell of the course as a whole are cmi5's own five (9.3). */
export const DEFINED = ["initialized", "completed", "passed", "failed", "terminated"] as const;
export type DefinedVerb = (typeof DEFINED)[number];
export type Verb = DefinedVerb | "experienced" | "answered" | "scored" | "responded" | "interacted";

export interface Score {
  scaled: number;
  raw?: number;
  min?: number;
  max?: number;
}

export interface Result {
  score?: Score;
  success?: boolean;
  completion?: boolean;
  response?: string;
  /** ISO 8601. */
  duration?: string;
  extensions?: Record<string, unknown>;
}

/**
 * Something that is to be told. It is made when it happens, with the id that it will always have; who it is about and
 * what it says of its activity is known when it is sent.
 */
export interface Draft {
  id: string;
  /** UTC. */
  timestamp: string;
  /** When it was, where the session that it is told in began after that. */
  happened?: string;
  verb: Verb;
  /** The activity's key, as in activities.ts. */
  about: string;
  /** Its id is the same whenever this is told: a conflict means that it was told before. */
  isOnce?: boolean;
  /** The attempt that it belongs to, where that isn't the one that goes on. */
  registration?: string;
  /** The version of the course that it tells of, also where a later one sends it. */
  revision?: string;
  /** The role that the learner had picked. */
  role?: string;
  /** Extensions of the result, by what their IRIs end with. */
  extensions?: Record<string, unknown>;
  result?: Result;
}

export function newDraft(verb: Verb, about: string, result?: Result): Draft {
  const draft = { id: randomUuid(), timestamp: new Date().toISOString(), verb, about };
  return result === undefined ? draft : { ...draft, result };
}

/** The draft, with the role in which it was done. */
export function inRole(draft: Draft, role: string | null): Draft {
  return role === null ? draft : { ...draft, role };
}

/** Whether it tells of a session as a whole. */
export function isDefined({ about, verb }: Draft): boolean {
  return about === "" && (DEFINED as readonly string[]).includes(verb);
}

export type Languages = Record<string, string>;

export interface Activity {
  objectType?: "Activity";
  id: string;
  definition?: Definition;
}

export interface Context {
  registration?: string;
  revision?: string;
  language?: string;
  platform?: string;
  contextActivities?: Partial<Record<"parent" | "grouping" | "category" | "other", Activity[]>>;
  extensions?: Record<string, unknown>;
}

/** A statement but for whom it is about, whose name is kept nowhere in the browser. */
export interface Unsigned {
  id: string;
  verb: { id: string; display: Languages };
  object: Activity;
  result?: Result;
  context?: Context;
  timestamp: string;
}

export interface Statement extends Unsigned {
  actor: unknown;
}

/** What a launch says of all statements. */
export interface Speaker {
  /** The context of a statement about the activity with that key, its place in the course left out. */
  contextOf(draft: Draft): Context;
  /** The IRI of an activity. */
  iriOf(key: string): string;
}

/** A draft with all that it needs to be sent, but for whom it is about. */
export function statementOf(draft: Draft, speaker: Speaker, activities: Activities): Unsigned {
  const { id, verb, about, result, timestamp, happened, revision, role, extensions } = draft;
  const place = activities.placeOf(about);
  const of = (key: string): Activity => activityOf(key, speaker, activities);
  const given = speaker.contextOf(draft);
  const around = { ...given.contextActivities };
  const add = (kind: "parent" | "grouping" | "other", key: string | undefined) => {
    if (key !== undefined && key !== about) {
      around[kind] = [...(around[kind] ?? []), of(key)];
    }
  };
  add("grouping", "");
  place.within.forEach((key, index) => key !== "" && add(index === 0 ? "parent" : "grouping", key));
  add("other", place.other);
  const said = named({ happened, role }, speaker);
  const context: Context = {
    ...(revision === undefined ? {} : { revision }),
    ...given,
    ...(Object.keys(around).length > 0 ? { contextActivities: around } : {}),
    ...(Object.keys(said).length > 0 ? { extensions: { ...given.extensions, ...said } } : {}),
  };
  return {
    id,
    verb: { id: VERBS + verb, display: activities.display(verb) },
    object: { objectType: "Activity", ...of(about) },
    ...(result === undefined ? {} : { result: { ...result, ...(extensions === undefined ? {} : { extensions: named(extensions, speaker) }) } }),
    ...(Object.keys(context).length > 0 ? { context } : {}),
    timestamp,
  };
}

function named(extensions: Record<string, unknown>, speaker: Speaker): Record<string, unknown> {
  const given = Object.entries(extensions).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [speaker.iriOf(`extensions/${name}`), value]));
}

function activityOf(key: string, speaker: Speaker, activities: Activities): Activity {
  const definition = activities.definition(key);
  return { id: speaker.iriOf(key), ...(definition === undefined ? {} : { definition }) };
}
