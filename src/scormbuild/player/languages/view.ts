/**
 * What a learner has before their eyes and the saved state doesn't hold: what is unfolded, which tab is shown, what a
 * question was told, where a film is. Pages are the same in every language but for their words, so a thing is known
 * again by its place among those of its kind.
 */

import { find, findAll } from "../ui/dom";

/** Buttons that show by an attribute of theirs that they have been pressed; the points of a figure follow what they unfold. */
const PRESSED = "[aria-expanded]:not(.term, .figure-point), [aria-pressed], [role=tab]";

/** Apart from those: one language may have more of them than another. */
const TERMS = "button.term";

/** One thing of the page, and how it is made what it was. */
type Thing = (now: HTMLElement) => void;

export class View {
  /** Whether the line for who comes back is still there. */
  readonly isWelcome = !find(document, "#welcome").hidden;
  private readonly unit = unitField()?.value ?? "";
  private readonly focus: string | undefined;
  private readonly place: { at: number; top: number };
  private readonly things: [selector: string, things: Thing[]][];

  constructor() {
    const article = pageShown();
    const each = (selector: string, thing: (was: HTMLElement) => Thing): [string, Thing[]] => [selector, findAll(article, selector).map(thing)];
    this.focus = (document.activeElement as HTMLElement | null)?.dataset.language;
    this.place = placeIn(article);
    this.things = [
      each("details", (was) => {
        const { open } = was as HTMLDetailsElement;
        return (now) => now.toggleAttribute("open", open);
      }),
      each(PRESSED, pressedAgain),
      each(TERMS, pressedAgain),
      each("[data-row]", (was) => {
        const { hidden } = was;
        return (now) => !hidden && now.hidden && showRow(now);
      }),
      each("[data-action=add-row]", (was) => {
        const { hidden } = was;
        return (now) => (now.hidden = hidden);
      }),
      each(".hints", (was) => {
        const told = findAll(was, "li:not([hidden])").length;
        return (now) => findAll(now, "li").slice(0, told).forEach((hint) => (hint.hidden = false));
      }),
      each("[data-action=hint]", (was) => {
        const { hidden } = was;
        return (now) => (now.hidden = hidden);
      }),
      each(".question", (was) => {
        const told = toldIn(was);
        return (now) => now.dispatchEvent(new CustomEvent("retold", { detail: told }));
      }),
      each("input[type=range]", (was) => {
        const { value } = was as HTMLInputElement;
        return (now) => {
          (now as HTMLInputElement).value = value;
          now.dispatchEvent(new Event("input", { bubbles: true }));
        };
      }),
      each("video, audio", (was) => {
        const { currentTime, muted, paused, playbackRate, volume } = was as HTMLMediaElement;
        return (now) => {
          const media = now as HTMLMediaElement;
          Object.assign(media, { muted, playbackRate, volume });
          if (currentTime > 0) {
            media.addEventListener("loadedmetadata", () => (media.currentTime = currentTime), { once: true });
            media.load();
          }
          if (!paused) {
            void media.play().catch(() => undefined);
          }
        };
      }),
    ];
  }

  /** Make what is shown now what was shown then. */
  takeUp(): void {
    const article = pageShown();
    for (const [selector, things] of this.things) {
      const now = findAll(article, selector);
      if (now.length === things.length) {
        now.forEach((element, at) => (things[at] as Thing)(element));
      }
    }
    const unit = unitField();
    if (unit !== null) {
      unit.value = this.unit;
    }
    document.querySelector<HTMLElement>(`[data-language="${this.focus}"]`)?.focus({ preventScroll: true });
    const block = article.children[this.place.at];
    scrollTo(0, block === undefined ? 0 : scrollY + block.getBoundingClientRect().top - this.place.top);
  }
}

function pageShown(): HTMLElement {
  return find(document, "#page");
}

function unitField(): HTMLInputElement | null {
  return document.querySelector("#booklet input[type=text]");
}

/** The first block of the page that can be seen, and how far from the window's upper edge it begins. */
function placeIn(article: HTMLElement): { at: number; top: number } {
  const bar = find(document, ".bar").getBoundingClientRect().bottom;
  const at = scrollY === 0 ? -1 : [...article.children].findIndex((block) => block.getBoundingClientRect().bottom > bar);
  return { at, top: article.children[at]?.getBoundingClientRect().top ?? 0 };
}

/** A tab is left by pressing another one. */
function pressedAgain(was: HTMLElement): Thing {
  const wasPressed = isPressed(was);
  return (now) => wasPressed !== isPressed(now) && (wasPressed || now.getAttribute("role") !== "tab") && now.click();
}

function isPressed(button: HTMLElement): boolean {
  return ["aria-expanded", "aria-pressed", "aria-selected"].some((name) => button.getAttribute(name) === "true");
}

/** A row that has been asked for and is still empty; what counts the rows hears of it as of any change. */
function showRow(row: HTMLElement): void {
  row.hidden = false;
  find(row, "[data-field]").dispatchEvent(new Event("change", { bubbles: true }));
}

/** What a question by itself has told that isn't settled: its verdict, or that something is all but right. */
function toldIn(form: HTMLElement): { verdict: string; isNear: boolean } {
  const result = find(form, ".result");
  const verdict = ["partly", "wrong"].find((each) => result.classList.contains(each)) ?? "";
  return { verdict: result.hidden ? "" : verdict, isNear: find(form, ".missing").textContent !== "" };
}
