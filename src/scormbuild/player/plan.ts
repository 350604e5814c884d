/** What the build tells the player about the course: the tracking plan, written into index.html as JSON. */

export interface Plan {
  /** What statements about the course need: its IRI, and whether they tell what learners write at length. */
  records: { iri: string; texts: boolean };
  /** What is launched and tracked by itself: the course's id, or one of its modules' with it. */
  sco: string;
  course: { id: string; title: string; version: string; language: string };
  /** Every language of a course that has several, its own first. */
  languages?: string[];
  /** A small file of the package that proves that the platform is there and still knows the learner. */
  proof: { file: string; content: string };
  rule: Rule;
  navigation: "free" | "linear";
  modules: { id: string; title: string }[];
  /** The ids of the roles that a learner can pick; none in most courses. */
  roles: string[];
  /** In the course's order. */
  pages: Page[];
  objectives: { id: string; text: string }[];
  /** The hash of layout 1, 2, …; the last is the current one. */
  layouts: string[];
  slots: Slot[];
  /** What the texts in saved states are packed with, from number 1 on; the last is the current one. */
  primers: string[];
  /** What is filled in outside questions and quizzes: the keys that each field still has, none for numbers and texts. */
  fields: Record<string, string[]>;
  /**
   * The ids under which is recorded what is handed in: a booklet's receipt by "", each of its sheets by the sheet's id, a
   * certificate's code by "certificate--".
   */
  handed_in: Record<string, string>;
  questions: Record<string, Question>;
  quizzes: Record<string, Quiz>;
}

/** What of the plan is another one where the course speaks another language. */
export type Wording = Pick<Plan, "course" | "modules" | "pages" | "objectives"> & { questions: Record<string, Pick<Question, "gaps">> };

export interface ForRoles {
  /** The roles that it is for; without it, for all. */
  for?: string[];
}

export interface Page extends ForRoles {
  id: string;
  title: string;
  /** The module's place in the course, from 0. */
  module: number;
}

/** Where statements go beside a platform that has no record store itself. */
export interface RecordStore {
  endpoint: string;
  /** `name:secret`, for a key that may write and nothing else; null where a service gives keys. */
  key: string | null;
  token_service: string | null;
  /** random: a UUID that stands for the attempt. service: whom the service names. */
  actor: "random" | "service";
}

/** When the course is completed. `mastery` is 0 to 100. */
export interface Rule {
  pages: "all" | "none";
  quiz: "passed" | "finished" | "none";
  mastery: number;
}

/** A field's permanent place in the saved state; `since` is the first layout that had the slot or the key. */
export interface Slot {
  name: string;
  kind: "one_of" | "some_of" | "order" | "number" | "text";
  since: number;
  maximum?: number;
  keys?: [key: string, since: number][];
}

/** The standards' names (SCORM 2004 RTE 4.2.9, xAPI 4.1.1.6); trackers write what theirs has of them. */
export type InteractionType =
  | "true-false"
  | "choice"
  | "fill-in"
  | "long-fill-in"
  | "likert"
  | "matching"
  | "performance"
  | "sequencing"
  | "numeric";

export interface Question {
  type: InteractionType;
  /** The id under which it is recorded: `<id>--<slug of the wording>`. */
  interaction: string;
  /** What holds the answer: one field with the question's id, or one to each part, `<id>.<part>`; and the keys of each. */
  fields: Record<string, string[]>;
  /** The right answer as a response; empty where there is none, or where `gaps` or `range` say it. */
  correct: string[];
  /** What is to be written, by part; "" is the only part of a question that has one. */
  gaps: Record<string, Gap>;
  /** From and to, both included. */
  range: [number, number] | null;
  /** Whether part of an answer earns part of the points. */
  credit: "all" | "partial";
  /** How often it may be answered before the right answer is told. */
  tries: number;
  weight: number;
  objective: string | null;
  quiz: string | null;
}

/** Something to write, and how strictly it is compared. */
export interface Gap {
  answers: string[];
  case: "ignore" | "exact";
  diacritics: "ignore" | "exact";
  /** tell: the learner hears of it, and writes once more. */
  near_misses: "accept" | "tell" | "wrong";
}

export interface Quiz extends ForRoles {
  graded: boolean;
  /** Percent of the points from which it is passed; null for practice, which nobody passes or fails. */
  pass: number | null;
  /** How many attempts there are; 0 is any number. */
  attempts: number;
  /** How many questions are drawn of which, one draw after the other; none twice. */
  draws: { count: number; of: string[] }[];
  feedback: "each" | "end";
  review: boolean;
  shuffle_questions: boolean;
  shuffle_options: boolean;
  questions: string[];
}
