/** Where a session begins: from the platform's state, a newer copy in the browser, or afresh. Pure but for `copies`. */

import type { Plan } from "../plan";
import type { Answer, Launch } from "../trackers/tracker";
import { type Content, type Copies, fingerprint } from "./copy";
import { LearnerState } from "./learner";
import { hasAnswer, merged } from "./merge";
import { Primers } from "./primers";
import { pack, type State, unpack } from "./record";

export interface Beginning {
  state: LearnerState;
  /** The name of this attempt's copy. */
  copy: string;
  /** Whether the platform has ever had anything of this attempt. */
  confirmed: boolean;
  /** Answers of earlier sessions that the platform isn't proven to have. */
  answers: Answer[];
  /** Whether the platform has heard of nobody else since this browser's copy was written. */
  isLatest: boolean;
  /** Fingerprints of what the platform has, or may have, from this browser. */
  lineage: string[];
  /** Whether the copy knew more than the platform. */
  recovered: boolean;
  /** The platform's state was written by a version of the course that this one doesn't know: it is left alone. */
  sealed: boolean;
}

/** `attempt` is the random number of the attempt that begins where none can be taken up. */
export function restore(plan: Plan, launch: Launch, found: boolean, copies: Copies, attempt: number): Beginning {
  const primers = new Primers(plan.primers);
  const stateOf = (text: string) => unpack(plan, text, primers);
  const readable = (content: Content | null) => {
    const state = content === null ? null : stateOf(content.state);
    if (content === null || state === null || typeof state === "string") {
      return null;
    }
    const values = new Map([...state.values, ...Object.entries(content.texts)]);
    return { ...content, state: { ...state, values } };
  };
  const begin = (state: State | null, rest: Partial<Beginning>, there: State | null = null): Beginning => {
    const from = state ?? { attempt, counter: 0, values: new Map() };
    const copy = nameOf(from.attempt);
    const otherwise = { copy, confirmed: false, answers: [], isLatest: true, lineage: [], recovered: false, sealed: false };
    const fitting = there ?? { values: new Map() };
    return { state: new LearnerState(plan, from.attempt, from, fitting, primers), ...otherwise, ...rest };
  };

  if (!found) {
    return begin(readable(copies.read("local"))?.state ?? null, { copy: "local" });
  }
  const text = launch.state.trim();
  const platform = text === "" ? null : stateOf(text);
  if (launch.mode !== "normal") {
    return begin(platform !== null && typeof platform !== "string" ? platform : null, { confirmed: true });
  }
  if (platform === null) {
    // Only an attempt that the platform has never had anything of can be this one; and carers share tablets.
    const candidates = launch.learner === "" ? [] : copies.neverConfirmed().map(readable);
    const newest = candidates.reduce((one, other) => (counterOf(other) > counterOf(one) ? other : one), null);
    return begin(newest?.state ?? null, { answers: newest?.answers ?? [], recovered: newest !== null });
  }
  if (platform === "damaged") {
    copies.keepUnreadable(text);
    const copy = `beside-${fingerprint(text)}`;
    const kept = readable(copies.read(copy));
    return begin(kept?.state ?? null, { copy, answers: kept?.answers ?? [], recovered: kept !== null });
  }
  if (platform === "unknown") {
    const copy = `beside-${fingerprint(text)}`;
    return begin(readable(copies.read(copy))?.state ?? null, { copy, sealed: true });
  }
  const kept = copies.read(nameOf(platform.attempt));
  const copy = readable(kept);
  const known = { confirmed: true, lineage: [fingerprint(text)] };
  if (copy === null || copy.state.attempt !== platform.attempt) {
    return begin(platform, known, platform);
  }
  // A copy that was written just before the page went doesn't know yet what it sent.
  const isLatest = copy.lineage.includes(known.lineage[0] as string) || pack(plan, copy.state, primers) === text;
  if (!isLatest) {
    // Another device has gone on meanwhile: neither may undo the other's work.
    const missing = copy.answers.filter((answer) => !hasAnswer(plan, platform, answer));
    const answers = missing.map((answer) => ({ ...answer, index: null }));
    return begin(merged(plan, platform, copy.state), { ...known, answers, recovered: true }, platform);
  }
  const recovered = counterOf(copy) > platform.counter || copy.isBeyond;
  return begin(recovered ? copy.state : platform, { ...known, answers: copy.answers, recovered }, platform);
}

function counterOf(copy: { state: State } | null): number {
  return copy?.state.counter ?? -1;
}

function nameOf(attempt: number): string {
  return attempt.toString(16);
}
