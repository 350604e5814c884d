/** The second copy of the state, in the browser: one per course, learner and attempt. */

import type { Answer } from "../trackers/tracker";
import { crc32 } from "./crc32";
import type { Kept } from "./learner";

export interface Content extends Kept {
  /** Whether the platform had no room for all of it. */
  isBeyond: boolean;
  /** Whether the platform has ever had anything of this attempt. */
  confirmed: boolean;
  /** Answers that the platform isn't proven to have. */
  answers: Answer[];
  /** Fingerprints of the states that the platform may have had from this browser, and of the one it had before. */
  lineage: string[];
}

/** A short name for a state's text. */
export function fingerprint(text: string): string {
  return crc32(new TextEncoder().encode(text)).toString(16);
}

/** What tells one learner's things in the browser from another's. The platform's id is never stored as it is. */
export function learnerKey(learner: string): string {
  return learner === "" ? "" : fingerprint(learner);
}

/** What of a browser's storage is used. Every call may throw: blocked, full, or taken away meanwhile. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export class Copies {
  /** What every key of this course and learner begins with. */
  readonly prefix: string;

  /** `learner` is the platform's id of the learner. */
  constructor(
    private readonly store: Store | null,
    course: string,
    learner: string,
  ) {
    this.prefix = `scormbuild:${course}:${learnerKey(learner)}:`;
  }

  read(name: string): Content | null {
    return this.contentOf(this.prefix + name);
  }

  /** The copies of attempts that the platform has never had anything of. */
  neverConfirmed(): Content[] {
    const { store } = this;
    const keys = attempt(() => {
      if (store === null) {
        return [];
      }
      return Array.from({ length: store.length }, (_, index) => store.key(index) ?? "");
    });
    return (keys ?? [])
      .filter((key) => key.startsWith(this.prefix))
      .map((key) => this.contentOf(key))
      .filter((content): content is Content => content !== null && !content.confirmed);
  }

  /** Whether the copy is there, read back. */
  write(name: string, content: Content): boolean {
    return this.put(name, JSON.stringify(content));
  }

  remove(name: string): void {
    attempt(() => this.store?.removeItem(this.prefix + name));
  }

  /** Keep a string of the platform's that nobody here can read, before it is overwritten there. */
  keepUnreadable(text: string): void {
    this.put("unreadable", text);
  }

  private put(name: string, text: string): boolean {
    const key = this.prefix + name;
    return (
      attempt(() => {
        this.store?.setItem(key, text);
        return this.store?.getItem(key) === text;
      }) ?? false
    );
  }

  private contentOf(key: string): Content | null {
    return attempt(() => {
      const content: unknown = JSON.parse(this.store?.getItem(key) ?? "null");
      return isContent(content) ? upToDate(content) : null;
    });
  }
}

/** What every version has written. */
type Early = Omit<Content, "texts" | "isBeyond"> & Partial<Content>;

function isContent(value: unknown): value is Early {
  const content = value as Partial<Content> | null;
  return typeof content?.state === "string" && typeof content.confirmed === "boolean" && Array.isArray(content.answers) && Array.isArray(content.lineage);
}

/** Copies of earlier versions hold no texts, and say of an answer only whether it was right. */
function upToDate(content: Early): Content {
  const answers = content.answers.map((answer: Answer & { right?: boolean }) =>
    answer.score === undefined ? { ...answer, score: answer.right ? 1 : 0 } : answer,
  );
  return { ...content, answers, texts: content.texts ?? {}, isBeyond: content.isBeyond ?? false };
}

function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch (refused) {
    return null;
  }
}
