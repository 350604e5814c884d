/** One line for who comes back: how far they have come. It goes with the first step. */

import type { Session } from "../session";
import { find } from "./dom";

const DONE = ["passed", "completed"];

export function welcomeBack(session: Session, status: string): void {
  const { pages, texts } = session;
  const visited = pages.filter((page) => session.isVisited(page.id)).length;
  if (visited === 0) {
    return;
  }
  const line = find(document, "#welcome");
  line.textContent = DONE.includes(status)
    ? texts.say("welcome.done")
    : texts.say("welcome.back", { visited, pages: pages.length });
  line.hidden = false;
}
