/** Making out a certificate: once for a completion, and once more where the score gets better or another role is completed. */

import { type Filled, receiptFrom, receiptValue, shownReceipt } from "../receipt";
import type { Certificate, Session } from "../session";
import type { LearnerState } from "../state/learner";
import { isDone } from "../status";

const DAY_MS = 86_400_000;
const HALF = 2 ** 16;

/** The certificate that the learner's state holds; null where none has been made out. Its fields are in course/lock.py. */
export function certificateIn(state: LearnerState): Certificate | null {
  const days = state.number("certificate.day");
  const score = state.number("certificate.score");
  const code = state.number("certificate.code.1") * HALF + state.number("certificate.code.2");
  return days === 0 ? null : { code: shownReceipt(receiptFrom(code)), day: dayOf(days), score: score === 0 ? null : (score - 1) / 100, role: state.one("certificate.role") };
}

/** Whether one is to be made out now: not where nothing of it would be kept, for every session would make out another. */
export function isDue(session: Session): boolean {
  const { isSealed, isViewing, standing, state } = session;
  if (isViewing || isSealed || !isDone(standing.status)) {
    return false;
  }
  const held = certificateIn(state);
  return held === null || (standing.raw !== null && standing.raw > (held.score ?? -1)) || (roleFor(session) !== held.role && session.isCompleted);
}

/** Which role a certificate is for that is made out now: who has completed the whole course has done so for every role. */
function roleFor({ role, state }: Session): string | null {
  return certificateIn(state)?.role === null ? null : role;
}

/** Make out a certificate on a day (the learner's own calendar's), and hold it in the state. */
export function makeOut(session: Session, today: Date): Certificate {
  const { plan, standing, state } = session;
  const role = roleFor(session);
  const days = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()) / DAY_MS;
  const score = standing.raw === null ? null : Math.round(standing.raw * 100);
  const facts: [string, Filled][] = [
    ["attempt", state.attempt],
    ["day", dayOf(days)],
    ["version", plan.course.version],
  ];
  if (score !== null) {
    facts.push(["score", score]);
  }
  if (role !== null) {
    facts.push(["role", role]);
  }
  const code = receiptValue(plan.course.id, new Map(facts));
  state.set("certificate.day", days);
  state.set("certificate.score", score === null ? 0 : score + 1);
  state.set("certificate.role", role);
  state.set("certificate.code.1", Math.floor(code / HALF));
  state.set("certificate.code.2", code % HALF);
  return certificateIn(state) as Certificate;
}

/** A day, by how many it is after 1970-01-01, as YYYY-MM-DD. */
function dayOf(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, "YYYY-MM-DD".length);
}

/**
 * A name as people say it. Platforms write "Nordmann, Kari" (SCORM 1.2 RTE 3.4.4, cmi.core.student_name), some of them in
 * SCORM 2004 too, where a language may stand before it (RTE 4.1.1.5).
 */
export function spokenName(written: string): string {
  const name = written.replace(/^\{lang=[^}]*\}/, "").replace(/\s+/g, " ").trim();
  const [last = "", first = "", ...more] = name.split(",").map((part) => part.trim());
  return more.length === 0 && first !== "" ? `${first} ${last}`.trim() : name;
}
