/** A way back to the platform's page, at the end of the menu. */

import type { Texts } from "../texts";
import { find } from "./dom";

export function offerWayBack(texts: Texts, leave: () => void): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.id = "leave";
  button.textContent = texts.say("leave");
  button.addEventListener("click", leave);
  find(document, "#menu").append(button);
}
