/** Printing a page, or the whole course as a handout; and another way where printing is refused. */

import { behaviours } from "virtual:components";
import { blankSession } from "../blank";
import type { Session } from "../session";
import type { QuestionBehaviour } from "../question";
import { copyText } from "./copy-text";
import { copyOf, find, findAll } from "./dom";
import { listen } from "./listen";
import { Panel } from "./panel";

/** Only the course itself can take answers. */
const ASKING = ".question, [data-component=quiz]";

/** Browsers tell that they print within this time; one that stays silent has refused, as frames and apps may. */
const PATIENCE_MS = 1000;

export class Printing {
  private readonly refused = new Panel("print-refused", { closed: () => this.clear() });
  private readonly said = find(this.refused.dialog, "[role=status]");
  private readonly text = find<HTMLTextAreaElement>(this.refused.dialog, "textarea");
  private isHeard = false;
  private unfolded: HTMLDetailsElement[] = [];
  /** Where the learner was before the handout took the screen. */
  private left: { top: number; focus: HTMLElement | null } | null = null;

  constructor(
    private readonly session: Session,
    private readonly isReachable: (page: string) => boolean,
    private readonly signal: AbortSignal,
  ) {
    listen(window, "beforeprint", () => this.unfold(), signal);
    listen(window, "afterprint", () => this.fold(), signal);
    find(this.refused.dialog, "[data-action=copy]").addEventListener("click", () => {
      void copyText(this.text).then((done) => {
        this.said.textContent = session.texts.say(done ? "print.copied" : "print.copy_by_hand");
      });
    });
  }

  page(): void {
    this.print(find(document, "#page"));
  }

  /** The page that is shown, with nothing filled in and every row that a sheet has. */
  async blank(): Promise<void> {
    const { plan, state, texts } = this.session;
    const sheet = document.createElement("section");
    sheet.id = "print";
    sheet.className = "handout blank-form";
    sheet.append(this.article(state.one("page") as string, blankSession(plan, texts)));
    findAll(sheet, "[data-row]").forEach((row) => row.toggleAttribute("hidden", false));
    findAll(sheet, "output").forEach((sum) => sum.replaceChildren());
    findAll(sheet, "[data-said]").forEach((said) => said.remove());
    await this.alone(sheet);
  }

  async course(): Promise<void> {
    await this.alone(this.handout());
  }

  /** Print something that takes the screen meanwhile. */
  async alone(handout: HTMLElement): Promise<void> {
    this.left = { top: scrollY, focus: document.activeElement as HTMLElement | null };
    document.body.append(handout);
    document.body.classList.add("printing-course");
    await Promise.all(findAll<HTMLImageElement>(handout, "img").map(whenLoaded));
    this.print(handout);
  }

  /** Every page that the learner may read, one below another, with a cover and the glossary. */
  handout(): HTMLElement {
    const { texts } = this.session;
    const handout = copyOf(find<HTMLTemplateElement>(document, "#handout")).firstElementChild as HTMLElement;
    find(handout, "[data-fill=date]").textContent = texts.date(new Date());
    const contents = find(handout, ".print-contents");
    const pages = this.session.pages.filter((page) => this.isReachable(page.id));
    let module = -1;
    for (const page of pages) {
      const article = this.article(page.id, this.session);
      article.className = page.module === module ? "print-page" : "print-page print-first";
      if (page.module !== module) {
        module = page.module;
        contents.append(item(find(document, `#menu-${module + 1}`).textContent ?? "", "print-module"));
      }
      contents.append(item(page.title));
      handout.append(article);
    }
    const terms = document.querySelector("#glossary .terms");
    if (terms !== null) {
      const article = document.createElement("article");
      const heading = document.createElement("h1");
      article.className = "print-page print-first";
      heading.textContent = texts.say("glossary.title");
      article.append(heading, terms.cloneNode(true));
      handout.append(article);
    }
    for (const element of findAll(handout, "[id]")) {
      element.removeAttribute("id"); // the page that is shown has it
    }
    return handout;
  }

  /** A copy of a page, with what the session's learner has filled in. */
  article(page: string, session: Session): HTMLElement {
    const article = document.createElement("article");
    article.append(copyOf(find<HTMLTemplateElement>(document, `#page-${page}`)));
    for (const radio of findAll<HTMLInputElement>(article, "input[type=radio]")) {
      radio.name += "--print"; // in one group with those on the page, it would take their marks away
    }
    for (const element of findAll(article, `[data-component]:not(${ASKING})`)) {
      behaviours[element.dataset.component as string]?.(element, session);
    }
    for (const form of findAll(article, ".question")) {
      (behaviours[form.dataset.component as string] as QuestionBehaviour).draw(form, session);
    }
    for (const image of findAll<HTMLImageElement>(article, "img")) {
      image.loading = "eager";
    }
    for (const details of findAll<HTMLDetailsElement>(article, "details")) {
      details.open = true;
    }
    for (const quiz of findAll(article, "[data-component=quiz]")) {
      const note = document.createElement("p");
      note.className = "print-note";
      note.textContent = this.session.texts.say("print.quiz");
      quiz.append(note);
    }
    for (const control of findAll(article, `:is(${ASKING}) :is(input, button, select, textarea)`)) {
      control.setAttribute("disabled", "");
    }
    return article;
  }

  private print(what: HTMLElement): void {
    this.isHeard = false;
    this.refused.close();
    try {
      window.print();
    } catch (forbidden) {
      // What comes of it is judged below, as where nothing is thrown.
    }
    setTimeout(() => {
      if (!this.isHeard && !this.signal.aborted) {
        this.offerAnotherWay(what);
      }
    }, this.isHeard ? 0 : PATIENCE_MS);
  }

  private offerAnotherWay(what: HTMLElement): void {
    // The window that it opens shows the course, and nothing of this learner's session.
    find(this.refused.dialog, ".print-window").hidden = what.matches(".certificate");
    this.text.value = what.innerText.replace(/\n{3,}/g, "\n\n");
    this.said.textContent = "";
    this.clear();
    this.refused.open();
  }

  /** What is folded must be on the paper too. */
  private unfold(): void {
    this.isHeard = true;
    this.unfolded = findAll<HTMLDetailsElement>(find(document, "#page"), "details:not([open])");
    this.unfolded.forEach((details) => details.toggleAttribute("open", true));
  }

  private fold(): void {
    this.unfolded.forEach((details) => details.toggleAttribute("open", false));
    this.unfolded = [];
    this.clear();
  }

  private clear(): void {
    document.body.classList.remove("printing-course");
    document.querySelector("#print")?.remove();
    if (this.left !== null) {
      scrollTo(0, this.left.top);
      this.left.focus?.focus({ preventScroll: true });
      this.left = null;
    }
  }
}

function item(text: string, className = ""): HTMLElement {
  const row = document.createElement("li");
  row.className = className;
  row.textContent = text;
  return row;
}

/** A picture that can't be had is no reason to print nothing. */
function whenLoaded(image: HTMLImageElement): Promise<void> {
  return image.decode().catch(() => undefined);
}
