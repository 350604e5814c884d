/** A session of nobody: nothing is filled in, nothing tracked, nothing saved. */

import type { Plan } from "./plan";
import { Session } from "./session";
import { Copies } from "./state/copy";
import { restore } from "./state/restore";
import type { Texts } from "./texts";
import type { Launch } from "./trackers/tracker";

export function blankSession(plan: Plan, texts: Texts): Session {
  const nobody: Launch = { mode: "browse", learner: "", state: "", status: "", raw: null };
  return new Session(plan, texts, restore(plan, nobody, true, new Copies(null, plan.sco, ""), 0), nobody);
}
