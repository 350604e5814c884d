/** A platform with SCORM 1.2's API, as forgetful as Moodle: a commit sends what changed since the last one, whatever became of that. */

import type { Scorm12Api } from "../../src/scormbuild/player/trackers/find-api";

export class FakePlatform implements Scorm12Api {
  /** What the server has. */
  readonly server = new Map<string, string>();
  readonly calls: string[] = [];
  /** lost: a commit answers true and doesn't arrive. failing: it answers false. */
  network: "up" | "lost" | "failing" = "up";
  /** Elements whose setting is refused, with the error. */
  refused: { pattern: RegExp; error: string } | null = null;
  /** Whether entries of a list may be set in any order. */
  allowsGaps = false;
  /** Elements that this platform lacks. */
  missing: RegExp | null = null;
  /** Characters that a value may have; a longer one is refused, or cut without a word. */
  longest = Infinity;
  cuts = false;
  private readonly model: Map<string, string>;
  private readonly collected: Map<string, string>;
  private error = "0";

  constructor(stored: Record<string, string> = {}) {
    Object.entries(stored).forEach(([element, value]) => this.server.set(element, value));
    this.model = new Map(this.server);
    this.collected = new Map(this.server);
  }

  LMSInitialize(): string {
    return this.answer("LMSInitialize", "true");
  }

  LMSGetValue(element: string): string {
    if (this.missing?.test(element)) {
      return this.answer(`get ${element}`, "", "401");
    }
    const list = /^(.*)\._count$/.exec(element)?.[1];
    const value = list === undefined ? (this.model.get(element) ?? "") : String(this.countOf(list));
    return this.answer(`get ${element}`, value);
  }

  LMSSetValue(element: string, value: string): string {
    const error = this.missing?.test(element) ? "401" : this.refused?.pattern.test(element) ? this.refused.error : null;
    if (error !== null) {
      return this.answer(`set ${element}`, "false", error);
    }
    const [, list, index] = /^(cmi\.\w+)\.(\d+)\./.exec(element) ?? [];
    if (list !== undefined && !this.allowsGaps && Number(index) > this.countOf(list)) {
      return this.answer(`set ${element}`, "false", "201");
    }
    if (value.length > this.longest && !this.cuts) {
      return this.answer(`set ${element}`, "false", "405");
    }
    this.model.set(element, value.slice(0, this.longest));
    return this.answer(`set ${element}`, "true");
  }

  LMSCommit(): string {
    for (const [element, value] of this.model) {
      if (this.collected.get(element) !== value) {
        this.collected.set(element, value);
        if (this.network === "up") {
          this.server.set(element, value);
        }
      }
    }
    return this.network === "failing" ? this.answer("LMSCommit", "false", "101") : this.answer("LMSCommit", "true");
  }

  LMSFinish(): string {
    this.LMSCommit();
    this.calls.pop();
    return this.answer("LMSFinish", "true");
  }

  LMSGetLastError(): string {
    return this.error;
  }

  /** What the server has of one list, entry by entry. */
  list(name: string): Record<string, string>[] {
    const entries: Record<string, string>[] = [];
    for (const [element, value] of this.server) {
      const [, index, part] = new RegExp(`^cmi\\.${name}\\.(\\d+)\\.(.+)$`).exec(element) ?? [];
      if (part !== undefined) {
        (entries[Number(index)] ??= {})[part] = value;
      }
    }
    return entries;
  }

  private countOf(list: string): number {
    const numbers = [...this.model.keys()].map((element) => (element.startsWith(`${list}.`) ? Number(element.split(".")[2]) : -1));
    return Math.max(-1, ...numbers) + 1;
  }

  private answer(call: string, answer: string, error = "0"): string {
    this.calls.push(call);
    this.error = error;
    return answer;
  }
}
