/** Where a queue is kept in the browser: what hasn't arrived of a learner's statements, by what they are registered under. */

import type { Store } from "../state/copy";
import type { Kept, Shelf } from "./queue";

const NOTHING: Kept = { waiting: [], refused: [] };

export function shelfIn(store: Store | null, name: string): Shelf {
  const key = `scormbuild:statements:${name}`;
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
