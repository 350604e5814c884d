/**
 * The course as xAPI activities: by key, "" for the course itself, else `<kind>/<id>`. The course, its modules and its
 * pages are known from its plan; the rest, as heavy as the wording of all questions, is made by
 * src/scormbuild/compile/activities.py and loaded when the first of it is to be told.
 */

import type { Plan } from "../plan";
import type { Texts } from "../texts";
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
const TYPES = "http://adlnet.gov/expapi/activities/";

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
  private readonly language: string;
  private readonly own: Entry;
  private readonly entries: Record<string, Entry>;
  private loading: Promise<void> | null = null;
  /** Whether some languages of what the plan names are still in the file alone. */
  private lacksLanguages: boolean;

  constructor(
    private readonly plan: Plan,
    private readonly texts: Texts,
    private readonly ask: typeof fetch,
  ) {
    const { language, title } = plan.course;
    const entry = (kind: string, name: string, parent?: string): Entry => {
      const said = { [language]: name };
      const definition = { type: TYPES + kind, name: said, description: said };
      return parent === undefined ? { definition } : { definition, parent };
    };
    this.language = language;
    this.lacksLanguages = plan.languages !== undefined;
    // Where each module is tracked by itself, that is what statements about the whole are about.
    const [module] = plan.modules;
    this.own = plan.sco === plan.course.id || module === undefined ? entry("course", title) : entry("module", module.title);
    this.entries = { "": this.own };
    plan.modules.forEach((module) => (this.entries[`modules/${module.id}`] = entry("module", module.title, "")));
    for (const page of plan.pages) {
      this.entries[`pages/${page.id}`] = entry("lesson", page.title, `modules/${plan.modules[page.module]?.id}`);
    }
  }

  /** Load what isn't known of some activities; where that fails, statements go without, and the next call tries again. */
  know(keys: string[]): Promise<void> {
    if (!this.lacksLanguages && keys.every((key) => this.entries[key] !== undefined)) {
      return Promise.resolve();
    }
    this.loading ??= this.read().catch(() => {
      this.loading = null;
    });
    return this.loading;
  }

  /** How a verb reads. */
  display(verb: string): Languages {
    return this.definition(`verbs/${verb}`)?.name ?? { [this.language]: this.texts.say(`verb.${verb}`) };
  }

  definition(key: string): Definition | undefined {
    return this.entries[key]?.definition;
  }

  placeOf(key: string): Place {
    const within: string[] = [];
    for (let parent = this.entries[key]?.parent; parent !== undefined; parent = this.entries[parent]?.parent) {
      within.push(parent);
    }
    const other = this.entries[key]?.other;
    return other === undefined ? { within } : { within, other };
  }

  private get isWhole(): boolean {
    return this.plan.sco === this.plan.course.id;
  }

  private async read(): Promise<void> {
    const answer = await this.ask(FILE);
    if (!answer.ok) {
      throw new Error(`${FILE}: ${answer.status}`);
    }
    const read = (await answer.json()) as Record<string, Entry>;
    const own = this.lacksLanguages ? (read[`modules/${this.plan.modules[0]?.id}`]?.definition ?? this.own.definition) : this.own.definition;
    Object.assign(this.entries, read, this.isWhole ? {} : { "": { definition: own } });
    this.lacksLanguages = false;
  }
}
