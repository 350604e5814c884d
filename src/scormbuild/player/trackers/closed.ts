/** A platform that is there and didn't open the session: the course can be read, and nothing is saved. */

import type { Platform } from "../main";
import { NoTracker } from "./none";
import type { Launch } from "./tracker";

class ClosedTracker extends NoTracker {
  override readonly found = true;

  override open(): Launch {
    return { mode: "closed", learner: "", state: "", status: "", raw: null };
  }
}

export const closed: Platform = { trackerFor: () => new ClosedTracker(), restart: () => location.reload(), opensOnce: true };
