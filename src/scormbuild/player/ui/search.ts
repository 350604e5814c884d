/** The search panel: what the learner may read of the course, and its glossary. Answers are not searched. */

import { excerpt, SearchIndex, type Hit, type Passage } from "../search-index";
import type { Session } from "../session";
import { find, findAll, refill } from "./dom";
import { Panel } from "./panel";

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, td, th, dt, dd, figcaption, summary, legend, label, blockquote, pre";
/** What would give away a question, or says nothing by itself. */
const UNSEARCHED = ".question .result, .option-feedback, .mark, .hint, .eyebrow, .unseen, .print-only, [data-unsearched]";
/** What a text offers to choose from is no part of it. */
const OFFERED = "select, .print-only";
const MOST = 30;
const TERM = "#";

export class Search {
  private readonly panel = new Panel("search", { open: () => this.opened() });
  private readonly field = find<HTMLInputElement>(this.panel.dialog, "input");
  private readonly count = find(this.panel.dialog, "[role=status]");
  private readonly hits = find(this.panel.dialog, ".search-hits");
  private index: SearchIndex | null = null;

  constructor(
    private readonly session: Session,
    private readonly lead: { isReachable(page: string): boolean; page(page: string, passage: string): void; term(id: string): void },
  ) {
    this.field.addEventListener("input", () => this.show());
    find(this.panel.dialog, "form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.hits.querySelector("button")?.focus();
    });
  }

  private opened(): void {
    this.index ??= new SearchIndex([...this.session.plan.pages.flatMap(({ id, title }) => passagesOf(id, title)), ...terms()]);
    this.field.focus();
    this.field.select();
    this.show();
  }

  private show(): void {
    const { pages, texts } = this.session;
    const query = this.field.value.trim();
    const hits = (this.index?.find(query) ?? []).filter(({ place }) => place.startsWith(TERM) || (pages.some(({ id }) => id === place) && this.lead.isReachable(place)));
    this.count.textContent = query === "" ? "" : hits.length === 0 ? texts.say("search.none") : texts.count("search.hits", hits.length);
    refill(this.hits, ...hits.slice(0, MOST).map((hit) => this.row(hit, query)));
  }

  private row(hit: Hit, query: string): HTMLElement {
    const { plan, texts } = this.session;
    const term = hit.place.startsWith(TERM) ? hit.place.slice(TERM.length) : null;
    const row = document.createElement("li");
    const button = document.createElement("button");
    const title = document.createElement("span");
    const words = document.createElement("span");
    button.type = "button";
    title.className = "search-title";
    words.className = "search-words";
    title.textContent = term === null ? (plan.pages.find((page) => page.id === hit.place)?.title ?? "") : texts.say("search.term");
    if (hit.passage.text !== title.textContent) {
      words.append(...excerpt(hit.passage.text, query).map(({ text, isMatch }) => (isMatch ? marked(text) : text)));
    }
    button.append(title, words);
    button.addEventListener("click", () => {
      this.panel.close();
      if (term === null) {
        this.lead.page(hit.place, hit.passage.text);
      } else {
        this.lead.term(term);
      }
    });
    row.append(button);
    return row;
  }
}

/** The element on the page that holds a passage which was found; null where the page looks otherwise by now. */
export function elementOf(page: HTMLElement, passage: string): HTMLElement | null {
  return blocksOf(page).find((block) => textOf(block) === passage) ?? null;
}

function passagesOf(place: string, title: string): Passage[] {
  const { content } = find<HTMLTemplateElement>(document, `#page-${place}`);
  return blocksOf(content).map((block) => {
    const text = textOf(block);
    const isTitle = text === title && block.tagName === "H1";
    return { place, text, weight: isTitle ? 4 : /^H\d$/.test(block.tagName) ? 2 : 1 };
  });
}

function terms(): Passage[] {
  return findAll(document, "#glossary .terms > div").map((entry) => {
    const [term, definition] = [find(entry, "dt"), find(entry, "dd")];
    return { place: TERM + entry.dataset.term, text: `${textOf(term)}: ${textOf(definition)}`, weight: 1 };
  });
}

/** The innermost blocks of text. */
function blocksOf(root: ParentNode): HTMLElement[] {
  return findAll(root, BLOCKS).filter((block) => block.closest(UNSEARCHED) === null && block.querySelector(BLOCKS) === null && textOf(block) !== "");
}

function textOf(block: Element): string {
  const copy = block.cloneNode(true) as Element;
  findAll(copy, OFFERED).forEach((offered) => offered.remove());
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

function marked(text: string): HTMLElement {
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}
