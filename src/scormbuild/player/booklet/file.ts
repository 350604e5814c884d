/** The data of a booklet file: as it stands in the document, and as it is read again. A file may come from anybody. */

import type { Plan } from "../plan";
import { type Filled, readReceipt, receiptOf } from "../receipt";
import { isEmpty, type LearnerState } from "../state/learner";
import type { Value } from "../state/record";

/** The id of the script element that holds the data, and the `format` in it. */
const NAME = "scormbuild-booklet";
const VERSION = 1;

/** Looked at before a file is read. */
export const MOST_BYTES = 10_000_000;

/** Thirty times what SCORM 1.2 has room for: packing more than that would hold the browser up. */
const MOST_CHARACTERS = 300_000;

export interface Booklet {
  course: { id: string; iri: string | null; version: string; title: string; language: string };
  /** ISO 8601, UTC, to the second. */
  made: string;
  unit: string;
  receipt: string;
  fields: ReadonlyMap<string, Filled>;
}

/** What a file brings: values as the learner's state holds them, and how many things this version of the course lacks. */
export interface Brought {
  unit: string;
  values: ReadonlyMap<string, Value>;
  left: number;
}

export type Refusal = { refused: "large" | "none" | "newer" | "damaged" } | { refused: "other"; course: string };

/**
 * What a learner fills in, by name, with the keys of each field: sheets, and questions that stand by themselves. Not
 * quizzes, nor where the learner has been: a result isn't handed over in a file.
 */
export function fillable(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const slots = new Set(plan.slots.map(({ name }) => name));
  const asked = Object.entries(plan.questions).filter(([, { quiz }]) => quiz === null);
  const fields = asked.flatMap(([id, question]) => [...Object.entries(question.fields), ...[`${id}.checked`, `${id}.tries`].map((name): [string, string[]] => [name, []])]);
  return new Map([...Object.entries(plan.fields), ...fields].filter(([name]) => slots.has(name)));
}

/** The booklet of what a learner has filled in by now. */
export function bookletOf(plan: Plan, state: LearnerState, unit: string, now: Date): Booklet {
  const { id, version, title, language } = plan.course;
  const held = [...fillable(plan).keys()].map((name): [string, Value] => [name, state.get(name) ?? null]);
  const fields = new Map(held.filter(([, value]) => !isEmpty(value)).map(([name, value]): [string, Filled] => [name, filledOf(value)]));
  const made = `${now.toISOString().slice(0, "YYYY-MM-DDTHH:MM:SS".length)}Z`;
  return { course: { id, iri: plan.records.iri || null, version, title, language }, made, unit, receipt: receiptOf(id, fields), fields };
}

function filledOf(value: Value): Filled {
  return value instanceof Set ? [...value].sort() : (value as Filled);
}

/** The data as a script element, which nothing in it can end. */
export function dataElement(booklet: Booklet): string {
  const data = JSON.stringify({ format: NAME, version: VERSION, ...booklet, fields: Object.fromEntries(booklet.fields) });
  return `<script type="application/json" id="${NAME}">${data.replace(/</g, "\\u003c")}</script>`;
}

/** What a document brings to a course, or why it is refused. */
export function read(document: string, plan: Plan): Brought | Refusal {
  const data = dataIn(document);
  if (!isRecord(data) || data.format !== NAME) {
    return { refused: "none" };
  }
  const { course, fields, receipt, unit, version } = data;
  if (typeof version === "number" && version > VERSION) {
    return { refused: "newer" };
  }
  if (version !== VERSION || !isRecord(course) || typeof course.id !== "string" || !isRecord(fields)) {
    return { refused: "damaged" };
  }
  const { iri } = course;
  if (course.id !== plan.course.id || (typeof iri === "string" && plan.records.iri !== "" && iri !== plan.records.iri)) {
    return { refused: "other", course: lineOf(course.title) || course.id.slice(0, LINE) };
  }
  const filled = Object.entries(fields);
  if (!filled.every((entry): entry is [string, Filled] => isFilled(entry[1])) || typeof receipt !== "string") {
    return { refused: "damaged" };
  }
  if (readReceipt(receipt) !== receiptOf(course.id, new Map(filled))) {
    return { refused: "damaged" };
  }
  if (filled.reduce((sum, [name, value]) => sum + name.length + JSON.stringify(value).length, 0) > MOST_CHARACTERS) {
    return { refused: "large" };
  }
  const taken = valuesOf(plan, filled);
  return taken === null ? { refused: "damaged" } : { unit: lineOf(unit), ...taken };
}

/** The data, wherever in a document it stands; null for none. Found without a pattern: a hostile file can hold up no search for a text. */
function dataIn(document: string): unknown {
  const named = document.indexOf(`id="${NAME}"`);
  const begin = document.indexOf(">", named) + 1;
  const end = document.indexOf("</script", begin);
  if (named < 0 || begin === 0 || end < 0) {
    return null;
  }
  try {
    return JSON.parse(document.slice(begin, end));
  } catch (noJson) {
    return null;
  }
}

/** Values by the fields that this course has; null where one is of another kind than its field. */
function valuesOf(plan: Plan, filled: [string, Filled][]): Pick<Brought, "values" | "left"> | null {
  const here = fillable(plan);
  const slots = new Map(plan.slots.map((slot) => [slot.name, slot]));
  const values = new Map<string, Value>();
  let left = 0;
  for (const [name, value] of filled) {
    const [keys, slot] = [here.get(name), slots.get(name)];
    if (keys === undefined || slot === undefined) {
      left += 1;
      continue;
    }
    const { kind } = slot;
    if (kind === "number" ? typeof value !== "number" : kind === "text" || kind === "one_of" ? typeof value !== "string" : !Array.isArray(value)) {
      return null;
    }
    if (Array.isArray(value)) {
      const known = new Set(value.filter((key) => keys.includes(key)));
      left += new Set(value).size - known.size;
      values.set(name, kind === "order" ? [...known] : known);
    } else if (kind === "number" ? (value as number) > (slot.maximum ?? 0) : kind === "one_of" && !keys.includes(value as string)) {
      left += 1;
    } else {
      values.set(name, value as Value);
    }
  }
  return { values, left };
}

function isFilled(value: unknown): value is Filled {
  return typeof value === "string" || (Number.isInteger(value) && (value as number) >= 0) || (Array.isArray(value) && value.every((key) => typeof key === "string"));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const LINE = 100;

/** A text of somebody's, for one line of ours. */
function lineOf(text: unknown): string {
  return typeof text === "string" ? text.replace(/\s+/g, " ").trim().slice(0, LINE) : "";
}
