/** A course in several languages: the one to begin in, and the script that puts another in its place when it is asked for. */

import type { Plan } from "./plan";
import type { Session } from "./session";
import { find, findAll } from "./ui/dom";
import { loadScript } from "./ui/load-script";

/** What that script is given of the player. */
export interface Stage {
  session: Session;
  /** The document is about to be another one. */
  leave(): void;
  /** Keep in this browser which language was chosen, for what has no saved state of it: another module, another course. */
  remember(language: string): void;
  /** Show the session in the document as it is now; `isBack`: with a word to who comes back. */
  begin(isBack: boolean): void;
}

/** Shows the session in the language that has been brought; `isChosen`: the learner asks for it, in the midst of the course. */
export type Switch = (stage: Stage, isChosen: boolean) => void;

declare global {
  /** What the script leaves: brings a language, given the script that holds it. */
  var switchTo: ((script: string) => Promise<Switch>) | undefined;
}

/** What the learner has chosen, else the first that is asked for and that there is, else the course's own. */
export function languageToBegin({ course, languages = [] }: Plan, chosen: string | null, asked: readonly string[]): string {
  const known = asked.map((tag) => tag.trim().toLowerCase().split("-")[0] as string).map((tag) => (tag === "no" ? "nb" : tag));
  return chosen ?? known.find((language) => languages.includes(language)) ?? course.language;
}

/** Nothing is shown before it is in the language; where that can't be had, the course is in its own. */
export function beginIn(language: string, stage: Stage): void {
  const { body } = document;
  if (language === stage.session.plan.course.language) {
    stage.begin(true);
    return;
  }
  body.hidden = true;
  bringLanguage(language).then(
    (switchOver) => switchOver(stage, false),
    () => {
      body.hidden = false;
      stage.begin(true);
    },
  );
}

async function bringLanguage(language: string): Promise<Switch> {
  const place = find(document, "#languages");
  const { script } = find(place, `[data-language=${language}]`).dataset;
  if (globalThis.switchTo === undefined) {
    await loadScript(place.dataset.script as string);
  }
  return (globalThis.switchTo as NonNullable<typeof switchTo>)(script as string);
}

/** Let the learner choose another language, in the screen as it is. */
export function offerLanguages(stage: Stage): void {
  for (const button of findAll(document, "#languages button")) {
    const language = button.dataset.language as string;
    button.addEventListener("click", () => {
      const { plan, texts } = stage.session;
      if (language !== plan.course.language) {
        bringLanguage(language).then(
          (switchOver) => switchOver(stage, true),
          () => (find(document, ".languages-said").textContent = texts.say("language.failed")),
        );
      }
    });
  }
}
