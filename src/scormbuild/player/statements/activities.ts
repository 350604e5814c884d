/**
 * The course as xAPI activities, made by src/scormbuild/compile/activities.py: by key, "" for the course itself, else
 * `<kind>/<id>`. They are as heavy as the course's wording, so they are loaded after it, and wanted only for sending.
 */

import type { Plan } from "../plan";
import type { Languages } from "./statement";

export interface Definition {
  type: string;
  name: Languages;
  description: Languages;
  interactionType?: string;
  [more: string]: unknown;
}

/** The file beside the document. */
const FILE = "activities.json";
const COURSE = "http://adlnet.gov/expapi/activities/course";

interface Entry {
  definition: Definition;
  parent?: string;
  other?: string;
}

/** Where an activity stands: what it is within, the nearest first, and what else it is about. */
export interface Place {
  within: string[];
  other?: string;
}

export class Activities {
  private entries: Record<string, Entry>;
  private verbs: Record<string, Languages> = {};
  private loading: Promise<void> | null = null;

  /** `course` is what is known of it from the start. */
  constructor(
    course: Plan["course"],
    private readonly ask: typeof fetch,
  ) {
    const name = { [course.language]: course.title };
    this.entries = { "": { definition: { type: COURSE, name, description: name } } };
  }

  /** Load them, once; where that fails, statements go without, and the next call tries again. */
  load(): Promise<void> {
    this.loading ??= this.read().catch(() => {
      this.loading = null;
    });
    return this.loading;
  }

  definition(key: string): Definition | undefined {
    return this.entries[key]?.definition;
  }

  /** How a verb reads; in English where nothing is known yet. */
  display(verb: string): Languages {
    return this.verbs[verb] ?? { en: verb };
  }

  placeOf(key: string): Place {
    const within: string[] = [];
    for (let parent = this.entries[key]?.parent; parent !== undefined; parent = this.entries[parent]?.parent) {
      within.push(parent);
    }
    const other = this.entries[key]?.other;
    return other === undefined ? { within } : { within, other };
  }

  private async read(): Promise<void> {
    const answer = await this.ask(FILE);
    if (!answer.ok) {
      throw new Error(`${FILE}: ${answer.status}`);
    }
    const { activities, verbs } = (await answer.json()) as { activities: Record<string, Entry>; verbs: Record<string, Languages> };
    this.entries = activities;
    this.verbs = verbs;
  }
}
