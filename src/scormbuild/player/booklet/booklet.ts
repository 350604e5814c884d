/** The booklet in the panel: taken along, opened again, handed in. A script of its own, which comes when the launch is over. */

import type { BookletCourse } from "../bring-booklet";
import { shownReceipt } from "../receipt";
import { cut } from "../trackers/patterns";
import { copyOf, find, focusOn } from "../ui/dom";
import { listen } from "../ui/listen";
import { isFilledIn, said, type Section, SHEETS, sheetsOn } from "./content";
import { documentOf } from "./document";
import { bookletOf, type Brought, MOST_BYTES, read, type Refusal } from "./file";
import type { Made } from "./made";
import { isContested, takeIn, type Way } from "./taking";
import { bringWord } from "./bring-word";

/** What SCORM 1.2 takes of a text (CMIFeedback is a CMIString255), in bytes, as some platforms count. */
const MOST_BYTES_SAID = 255;

class BookletPanel {
  private readonly unit: HTMLInputElement;
  private readonly file: HTMLInputElement;
  private readonly asks: HTMLElement;
  private readonly line: HTMLElement;
  private readonly again: HTMLElement;
  /** What waits for the learner's choice. */
  private brought: Brought | null = null;

  constructor(
    private readonly place: HTMLElement,
    private readonly course: BookletCourse,
  ) {
    this.unit = find(place, "input[type=text]");
    this.file = find(place, "input[type=file]");
    this.asks = find(place, ".booklet-asks");
    this.line = find(place, ".booklet-said");
    this.again = find(place, ".booklet-again");
    const { isViewing } = course.session;
    this.button("save", () => this.saved("booklet.saved"));
    this.button("word", () => void this.word());
    this.button("hand-in", () => this.handIn()).hidden = isViewing;
    this.button("open", () => this.file.click()).hidden = isViewing;
    this.button("keep", () => this.saved("booklet.saved"));
    this.button("fill", () => this.take("fill"));
    this.button("replace", () => this.take("replace"));
    this.button("cancel", () => this.settle(""));
    this.file.addEventListener("change", () => void this.open());
    listen(document, "click", ({ target }) => {
      if ((target as Element).closest("[data-action=booklet]") !== null) {
        course.show();
        place.scrollIntoView();
        focusOn(find(place, "h3"));
      }
    }, course.signal);
    place.hidden = false;
    document.documentElement.dataset.booklet = "";
  }

  private button(action: string, run: () => void): HTMLElement {
    const button = find(this.place, `[data-action=booklet-${action}]`);
    button.addEventListener("click", run);
    return button;
  }

  private say(key: string, values: Record<string, string | number> = {}): void {
    this.line.textContent = key === "" ? "" : this.course.session.texts.say(key, values);
    this.line.scrollIntoView({ block: "nearest" });
  }

  /** What stands here, as it is now. */
  private made(): Made {
    const { plan, state, texts } = this.course.session;
    const now = new Date();
    const booklet = bookletOf(plan, state, this.unit.value.replace(/\s+/g, " ").trim(), now);
    return { booklet, sections: this.sections(), texts, day: texts.date(now) };
  }

  /** Write the booklet's file, and offer it; `key` says so. */
  private saved(key: string): Made {
    const made = this.made();
    this.offer(new Blob([documentOf(made)], { type: "text/html" }), made, "html");
    this.say(key, { receipt: shownReceipt(made.booklet.receipt) });
    return made;
  }

  /** The same for word processors, by a script that comes when it is first asked for. */
  private async word(): Promise<void> {
    const write = await bringWord(this.place.dataset.word as string);
    if (this.course.signal.aborted) {
      return;
    }
    if (write === null) {
      this.say("booklet.word.failed");
      return;
    }
    const made = this.made();
    this.offer(write(made), made, "docx");
    this.say("booklet.word.saved");
  }

  private offer(file: Blob, { booklet: { course, receipt } }: Made, ending: string): void {
    const link = find<HTMLAnchorElement>(this.again, "a");
    URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(file);
    // Some of the symbols that check stand in no file's name.
    link.download = `${course.id}-hefte-${receipt.replace(/\W/g, "")}.${ending}`;
    link.click();
    this.again.hidden = false;
  }

  private handIn(): void {
    const { booklet, sections } = this.saved("booklet.handed_in");
    const sheets = sections.flatMap((section) => section.sheets).filter((sheet) => sheet.id !== null && isFilledIn(sheet));
    const short = sheets.map((sheet): [string, string] => [sheet.id as string, cut(said(sheet), (text) => new TextEncoder().encode(text).length <= MOST_BYTES_SAID)]);
    this.course.session.handedInBooklet(shownReceipt(booklet.receipt), new Map(short));
  }

  /**
   * Every page that has sheets, as the learner has filled it in. Of those for other roles, the ones that were filled in:
   * the file holds what stands there, and must show it.
   */
  private sections(): Section[] {
    const { session } = this.course;
    const { plan } = session;
    return plan.pages
      .filter(({ id }) => copyOf(find<HTMLTemplateElement>(document, `#page-${id}`)).querySelector(SHEETS) !== null)
      .map((page) => ({ page, sheets: sheetsOn(this.course.page(page.id)) }))
      .filter(({ page, sheets }) => sheets.some((sheet) => session.isFor(page) || isFilledIn(sheet)))
      .map(({ page: { module, title }, sheets }) => ({ module: plan.modules[module]?.title ?? "", title, sheets }));
  }

  private async open(): Promise<void> {
    const [file] = this.file.files ?? [];
    if (file === undefined) {
      return;
    }
    this.settle("");
    const isLarge = file.size > MOST_BYTES;
    const found = isLarge ? ({ refused: "large" } as const) : read(await textOf(file), this.course.session.plan);
    this.file.value = ""; // the same file may be chosen once more
    if ("refused" in found) {
      this.refuse(found);
      return;
    }
    const { plan, state } = this.course.session;
    this.brought = found;
    if (isContested(plan, state, found.values)) {
      this.asks.hidden = false;
      focusOn(find(this.asks, "p"));
    } else {
      this.take("fill");
    }
  }

  private refuse(refusal: Refusal): void {
    this.say(`booklet.refused.${refusal.refused}`, refusal.refused === "other" ? { course: refusal.course } : {});
  }

  private take(way: Way): void {
    const { brought } = this;
    const { plan, state } = this.course.session;
    if (brought === null) {
      return;
    }
    takeIn(plan, state, brought.values, way);
    this.unit.value ||= brought.unit;
    this.course.changed();
    this.settle(brought.left > 0 ? "booklet.taken.left" : "booklet.taken", { count: brought.left });
  }

  /** Nothing waits any more. */
  private settle(key: string, values: Record<string, string | number> = {}): void {
    const held = this.asks.contains(document.activeElement);
    this.brought = null;
    this.asks.hidden = true;
    this.say(key, values);
    if (held) {
      focusOn(find(this.place, "h3"));
    }
  }
}

/** A file that is gone by now, or may not be read, holds no booklet. */
async function textOf(file: File): Promise<string> {
  try {
    return await file.text();
  } catch (unreadable) {
    return "";
  }
}

globalThis.beginBooklet = (place, course) => new BookletPanel(place, course);
