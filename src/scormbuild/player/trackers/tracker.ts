/** What the player asks of a platform, whatever its standard. */

import type { Decision, Standing } from "../status";

/** What the platform said when the course was opened. */
export interface Launch extends Standing {
  /** In `browse` and `review` nothing is sent. `closed`: there is a platform, and it won't open the session. */
  mode: "normal" | "browse" | "review" | "closed";
  /** The platform's id of the learner; "" where it gives none. */
  learner: string;
  /** The saved state as it came; "" where there is none. */
  state: string;
}

/** What the platform shall have from now on. */
export interface Report {
  /** null: the platform's own is left alone, because another version of the course wrote it. */
  state: string | null;
  page: string;
  decision: Decision;
  /** How far the learner is, 0 to 1; 1 only with a verdict that completes. */
  progress: number;
  /** A graded quiz is failed for good: no attempt is left. */
  isOver: boolean;
  objectives: ObjectiveResult[];
}

export interface ObjectiveResult {
  id: string;
  /** Percent. */
  score: number;
  passed: boolean;
}

/** A question answered, as records keep it. Kept beside the state until the platform has it. */
export interface Answer {
  question: string;
  /** As in response.ts; nothing where the learner handed in without answering. */
  response: string[];
  /** The share of the points that it earned, 0 to 1; null where nothing is right or wrong. */
  score: number | null;
  /** Local date and time, `YYYY-MM-DDTHH:MM:SS.ss`; copies of earlier versions have the time of day alone. */
  time: string;
  /** Seconds since the question was first shown; null where that isn't known. */
  latency: number | null;
  /** Its place among the platform's interactions; null until it has one. */
  index: number | null;
}

/** One commit. `accepted` is the platform's answer, which alone proves nothing but where it comes over the network. */
export interface Receipt {
  number: number;
  accepted: boolean | Promise<boolean>;
}

export interface Tracker {
  /** false: no platform was found. */
  readonly found: boolean;
  /** Open the session. Called once. */
  open(): Launch;
  /** The learner's name as the platform writes it; "" where it gives none. Asked for when it is to be shown, and kept nowhere. */
  learnerName(): string;
  /** How many characters of state the platform is known to hold. */
  readonly room: number;
  /** Find out whether it holds more; whether it does. Asked once in a session. */
  findRoom(): boolean;
  put(report: Report): void;
  /**
   * Take an answer into the records. One that has an index was sent in an earlier session, whose end isn't known: it is
   * set there once more where nobody can have recorded since (`isLatest`), else what stands there is left alone.
   */
  record(answer: Answer, isLatest: boolean): void;
  /** Set everything that the platform doesn't have yet, and commit it. */
  commit(): Receipt;
  /** Say how a commit ended: `proven` means that the platform answered and was there. */
  settle(receipt: Receipt, proven: boolean): void;
  /** Prepare for sending once more what went with commits that came to nothing; false where there is nothing. */
  renew(): boolean;
  /** Whether anything that the platform should have isn't proven to be there. */
  readonly lacks: boolean;
  /** The answers that aren't proven to be there. */
  readonly unproven: Answer[];
  /** Close the session, `seconds` after it was opened. */
  finish(seconds: number): void;
}
