/** Puts the course into another of its languages. A script of its own, which comes when one is asked for. */

import { Texts } from "../texts";
import { readJson } from "../ui/dom";
import { loadScript } from "../ui/load-script";
import { View } from "./view";

declare global {
  /** What the script of a language leaves: its document. */
  var spoken: string;
}

/** Documents by the scripts that held them: what has come once needs no network any more. */
const brought = new Map<string, string>();

globalThis.switchTo = async (script) => {
  if (!brought.has(script)) {
    await loadScript(script);
    brought.set(script, globalThis.spoken);
  }
  const other = new DOMParser().parseFromString(brought.get(script) as string, "text/html");
  return (stage, isChosen) => {
    const { session } = stage;
    if (isChosen && document.documentElement.lang === other.documentElement.lang) {
      return; // pressed twice while it was on its way
    }
    const view = isChosen ? new View() : null;
    stage.leave();
    put(other);
    session.speak(readJson("plan"), new Texts(readJson("texts")));
    if (isChosen) {
      session.state.set("language", other.documentElement.lang);
      stage.remember(other.documentElement.lang);
    }
    stage.begin(view?.isWelcome ?? true);
    view?.takeUp();
  };
};

/** In place of the document that is shown. Its scripts are those that run already. */
function put(other: Document): void {
  const { documentElement: root } = document;
  other.querySelectorAll("script[src]").forEach((script) => script.remove());
  root.lang = other.documentElement.lang;
  // The style sheet has the title in the course's own language, for the head of printed pages.
  root.style.setProperty("--course", JSON.stringify(other.title));
  document.body.replaceWith(document.importNode(other.body, true));
}
