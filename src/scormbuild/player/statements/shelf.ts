/** Where a queue is kept in the browser: what hasn't arrived of a learner's statements, by what they are registered under. */

import type { Store } from "../state/copy";
import type { Kept, Shelf } from "./queue";

export const NOTHING: Kept = { waiting: [], refused: [] };

const PREFIX = "scormbuild:statements:";

/** The other shelves whose names begin like that, by the rest of their names. */
export function shelvesBeside(store: Store | null, beginning: string, own: string): Map<string, Shelf> {
  const start = PREFIX + beginning;
  try {
    const keys = Array.from({ length: store?.length ?? 0 }, (_, index) => store?.key(index) ?? "");
    const others = keys.filter((key) => key.startsWith(start) && key !== start + own).map((key) => key.slice(start.length));
    return new Map(others.map((name) => [name, shelfIn(store, beginning + name)]));
  } catch (forbidden) {
    return new Map();
  }
}

export function shelfIn(store: Store | null, name: string): Shelf {
  const key = PREFIX + name;
  return {
    read() {
      try {
        const kept = JSON.parse(store?.getItem(key) ?? "null") as Kept | null;
        return Array.isArray(kept?.waiting) && Array.isArray(kept.refused) ? kept : NOTHING;
      } catch (unreadable) {
        return NOTHING;
      }
    },
    write(kept) {
      try {
        if (kept.waiting.length + kept.refused.length === 0) {
          store?.removeItem(key);
        } else {
          store?.setItem(key, JSON.stringify(kept));
        }
      } catch (full) {
        // The queue goes on in memory, and the learner is told that not all has arrived.
      }
    },
  };
}
