/** The list of modules and pages: a column where there is room, a drawer where there isn't. */

import type { Session } from "../session";
import { find, findAll } from "./dom";
import { listen } from "./listen";
import { Panel } from "./panel";

/** From here on the stylesheet shows the column. */
const WIDE = "(min-width: 62rem)";

export class Menu {
  private readonly menu = find(document, "#menu");
  private readonly column = find(document, "#column");
  private readonly drawer = new Panel("drawer", { open: () => this.opened(), closed: () => this.column.append(this.menu) });
  private readonly progress = find<HTMLProgressElement>(document, "#progress");

  constructor(
    private readonly session: Session,
    private readonly isReachable: (page: string) => boolean,
    signal: AbortSignal,
  ) {
    listen(matchMedia(WIDE), "change", () => this.close(), signal);
  }

  close(): void {
    this.drawer.close();
  }

  /** Tick what is visited, mark where the learner is, lock what can't be reached. */
  show(current: string): void {
    const { pages, texts } = this.session;
    for (const link of findAll<HTMLAnchorElement>(this.menu, "a[data-page]")) {
      const page = link.dataset.page as string;
      const isVisited = this.session.isVisited(page);
      const isLocked = !this.isReachable(page);
      link.classList.toggle("visited", isVisited);
      setAttribute(link, "href", isLocked ? null : `#${page}`);
      setAttribute(link, "role", isLocked ? "link" : null);
      setAttribute(link, "aria-disabled", isLocked ? "true" : null);
      setAttribute(link, "aria-current", page === current ? "page" : null);
      const note = isLocked ? texts.say("menu.locked") : isVisited ? texts.say("menu.visited") : "";
      find(link, ".unseen").textContent = note && ` (${note})`;
    }
    for (const count of findAll(this.menu, "[data-module]")) {
      const own = pages.filter((page) => page.module === Number(count.dataset.module));
      const visited = own.filter((page) => this.session.isVisited(page.id)).length;
      count.textContent = texts.say("menu.count", { visited, pages: own.length });
    }
    this.progress.value = pages.filter((page) => this.session.isVisited(page.id)).length;
    this.reveal();
  }

  private opened(): void {
    this.drawer.dialog.append(this.menu);
    this.reveal();
  }

  /** A long list shows the part where the learner is. */
  private reveal(): void {
    const scroller = this.drawer.isOpen ? this.menu : this.column;
    const current = this.menu.querySelector<HTMLElement>("[aria-current]");
    if (current !== null) {
      scroller.scrollTop += current.getBoundingClientRect().top - scroller.getBoundingClientRect().top - scroller.clientHeight / 3;
    }
  }
}

function setAttribute(element: Element, name: string, value: string | null): void {
  if (value === null) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value);
  }
}
