/** A platform with SCORM 1.2's API, as forgetful as Moodle: a commit sends what changed since the last one, whatever became of that. */

import type { Scorm12Api } from "../../src/scormbuild/player/trackers/scorm12";
import type { Scorm2004Api } from "../../src/scormbuild/player/trackers/scorm2004";

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
  protected readonly names = { initialize: "LMSInitialize", commit: "LMSCommit", finish: "LMSFinish" };
  private error = "0";

  constructor(stored: Record<string, string> = {}) {
    Object.entries(stored).forEach(([element, value]) => this.server.set(element, value));
    this.model = new Map(this.server);
    this.collected = new Map(this.server);
  }

  LMSInitialize(): string {
    return this.answer(this.names.initialize, "true");
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
      if (this.isSent(element, value) && this.network === "up") {
        this.server.set(element, value);
      }
    }
    const { commit } = this.names;
    return this.network === "failing" ? this.answer(commit, "false", "101") : this.answer(commit, "true");
  }

  LMSFinish(): string {
    this.LMSCommit();
    this.calls.pop();
    return this.answer(this.names.finish, "true");
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

  protected isSent(element: string, value: string): boolean {
    const isNew = this.collected.get(element) !== value;
    this.collected.set(element, value);
    return isNew;
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

/** The same with SCORM 2004's API: a commit sends whatever differs from what the launch brought, until it is there. */
export class FakePlatform2004 extends FakePlatform implements Scorm2004Api {
  protected override readonly names = { initialize: "Initialize", commit: "Commit", finish: "Terminate" };
  private readonly launched: ReadonlyMap<string, string>;

  constructor(stored: Record<string, string> = {}) {
    super({ "cmi.completion_status": "unknown", "cmi.success_status": "unknown", ...stored });
    this.launched = new Map(this.server);
  }

  Initialize(): string {
    return this.LMSInitialize();
  }

  Terminate(): string {
    return this.LMSFinish();
  }

  GetValue(element: string): string {
    return this.LMSGetValue(element);
  }

  SetValue(element: string, value: string): string {
    return this.LMSSetValue(element, value);
  }

  Commit(): string {
    return this.LMSCommit();
  }

  GetLastError(): string {
    return this.LMSGetLastError();
  }

  protected override isSent(element: string, value: string): boolean {
    return this.launched.get(element) !== value;
  }
}
