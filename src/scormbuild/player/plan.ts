/** What the build tells the player about the course: the tracking plan, written into index.html as JSON. */

export interface Plan {
  course: { id: string; title: string };
  /** A small file of the package that proves that the platform is there and still knows the learner. */
  proof: { file: string; content: string };
  rule: Rule;
  navigation: "free" | "linear";
  /** In the course's order; `module` is the module's place in it, from 0. */
  pages: { id: string; title: string; module: number }[];
  objectives: { id: string; text: string }[];
  /** The hash of layout 1, 2, …; the last is the current one. */
  layouts: string[];
  slots: Slot[];
  /** What is filled in outside questions and quizzes, as in checklists: the keys that each field still has, none for numbers. */
  fields: Record<string, string[]>;
  questions: Record<string, Question>;
  quizzes: Record<string, Quiz>;
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
  kind: "one_of" | "some_of" | "number";
  since: number;
  maximum?: number;
  keys?: [key: string, since: number][];
}

export interface Question {
  type: "choice" | "true-false";
  /** The id under which it is recorded: `<id>--<slug of the wording>`. */
  interaction: string;
  several: boolean;
  /** Letters, or "true" and "false", in the author's order. */
  options: string[];
  correct: string[];
  weight: number;
  objective: string | null;
  quiz: string | null;
}

export interface Quiz {
  graded: boolean;
  /** Percent of the points from which it is passed; null for practice, which nobody passes or fails. */
  pass: number | null;
  /** How many attempts there are; 0 is any number. */
  attempts: number;
  draw: number;
  feedback: "each" | "end";
  review: boolean;
  shuffle_questions: boolean;
  shuffle_options: boolean;
  questions: string[];
}
