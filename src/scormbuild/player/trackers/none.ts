/** No platform: the same package opened from its folder, or in a page without an API. */

import type { Launch, Receipt, Tracker } from "./tracker";

export class NoTracker implements Tracker {
  readonly found: boolean = false;
  readonly lacks = true;
  readonly unproven = [];
  readonly room = Infinity;

  open(): Launch {
    return { mode: "normal", learner: "", state: "", status: "", raw: null };
  }

  learnerName(): string {
    return "";
  }

  commit(): Receipt {
    return { number: 0, accepted: false };
  }

  renew(): boolean {
    return false;
  }

  findRoom(): boolean {
    return false;
  }

  put(): void {}
  record(): void {}
  settle(): void {}
  finish(): void {}
}
