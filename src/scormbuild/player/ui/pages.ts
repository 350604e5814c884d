/** One page at a time: shown, named, brought to life. */

import { behaviours } from "virtual:components";
import type { Page } from "../plan";
import type { ShowRole } from "../roles";
import type { Session } from "../session";
import { addressedPage, onAddress, showAddress } from "./address";
import { copyOf, find, findAll, focusOn, refill } from "./dom";
import { listen } from "./listen";
import { Menu } from "./menu";
import { elementOf } from "./search";

export class Pages {
  private readonly main = find(document, "#main");
  private readonly article = find(document, "#page");
  private readonly previous = find<HTMLButtonElement>(document, "#previous");
  private readonly next = find<HTMLButtonElement>(document, "#next");
  private readonly welcome = find(document, "#welcome");
  private readonly remaining = find(document, "#remaining");
  private readonly menu: Menu;
  private readonly ids: string[];
  private readonly showRole: ShowRole | undefined;
  private current = "";

  constructor(
    private readonly session: Session,
    signal: AbortSignal,
  ) {
    this.ids = session.plan.pages.map((page) => page.id);
    this.menu = new Menu(session, (page) => this.isReachable(page), signal);
    this.showRole = globalThis.beginRoles?.(session, () => this.showAround());
    this.previous.addEventListener("click", () => this.go(this.neighbour(-1)));
    this.next.addEventListener("click", () => this.go(this.neighbour(1)));
    find(document, ".skip").addEventListener("click", (event) => {
      event.preventDefault(); // a fragment in the address would add steps to the platform's history
      focusOn(this.main);
    });
    listen(document, "click", (event) => this.follow(event), signal);
    onAddress((page) => this.go(page), signal);
  }

  /** Begin at the page that the address names, else where the learner was, else at the first one. */
  start(): void {
    const pages = [addressedPage(), this.session.state.one("page")];
    this.show(pages.find((page) => page !== null && this.isReachable(page)) ?? (this.session.pages[0]?.id as string));
    find(document, "#steps").hidden = false;
  }

  /** Go to a page; where a passage of it is given, to that. */
  go(page: string | undefined, passage = ""): void {
    if (page === undefined || !this.isReachable(page)) {
      return;
    }
    this.menu.close();
    this.welcome.hidden = true;
    if (page !== this.current || passage === "") {
      this.show(page);
      window.scrollTo(0, 0);
    }
    find(this.article, "h1").focus({ preventScroll: true });
    const found = passage === "" ? null : elementOf(this.article, passage);
    if (found !== null) {
      this.pointOut(found);
    }
  }

  /** The page once more, where what is filled in has changed. */
  again(): void {
    this.show(this.current);
  }

  /** The pages from the shown one on, then those before it. */
  get upcoming(): string[] {
    const at = this.ids.indexOf(this.current);
    return [...this.ids.slice(at), ...this.ids.slice(0, at)];
  }

  /** Unfold whatever hides it, and bring it into view. */
  private pointOut(element: HTMLElement): void {
    for (let folded = element.closest("details"); folded !== null; folded = folded.parentElement?.closest("details") ?? null) {
      folded.open = true;
    }
    element.dispatchEvent(new CustomEvent("reveal", { bubbles: true }));
    element.scrollIntoView({ block: "center" });
    element.classList.add("pointed-out");
  }

  private show(id: string): void {
    const { plan, texts } = this.session;
    this.current = id;
    refill(this.article, copyOf(find<HTMLTemplateElement>(document, `#page-${id}`)));
    const page = plan.pages[this.ids.indexOf(id)]?.title ?? "";
    showAddress(id);
    document.title = texts.say("page.title", { page, course: plan.course.title });
    // Visited before its components begin: what they save goes with the same commit.
    this.session.visit(id);
    for (const element of findAll(this.article, "[data-component]")) {
      behaviours[element.dataset.component as string]?.(element, this.session);
    }
    this.showRole?.(id);
    this.showAround();
  }

  /** Where the learner is in the course, and the ways on. */
  private showAround(): void {
    this.menu.show(this.current);
    this.showStep(this.previous, -1);
    this.showStep(this.next, 1);
    this.showRemaining();
    findAll(document, ".at-the-end").forEach((each) => each.toggleAttribute("hidden", this.neighbour(1) !== undefined));
  }

  /** At the end: what is still open, and the way there. */
  private showRemaining(): void {
    const { pages, texts } = this.session;
    const open = pages.filter((page) => !this.session.isVisited(page.id));
    const [first] = open;
    this.remaining.hidden = first === undefined || this.neighbour(1) !== undefined;
    if (first !== undefined) {
      find(this.remaining, "span").textContent = texts.count("steps.remaining", open.length);
      const link = find<HTMLAnchorElement>(this.remaining, "a");
      link.textContent = first.title;
      link.dataset.page = first.id;
      link.hash = first.id;
    }
  }

  private showStep(button: HTMLButtonElement, by: 1 | -1): void {
    const id = this.neighbour(by);
    button.hidden = id === undefined;
    find(button, ".steps-title").textContent = this.session.plan.pages.find((page) => page.id === id)?.title ?? "";
  }

  /** The nearest page for the learner's role that may be opened; the shown one may be for others. */
  private neighbour(by: 1 | -1): string | undefined {
    const { pages } = this.session.plan;
    const at = this.ids.indexOf(this.current);
    const way = by > 0 ? pages.slice(at + 1) : pages.slice(0, at).reverse();
    return way.find((page) => this.session.isFor(page) && this.isReachable(page.id))?.id;
  }

  /** Whether there is such a page, and the learner may go there: in a linear course the pages open one by one. */
  isReachable(page: string): boolean {
    const { navigation, pages } = this.session.plan;
    const at = this.ids.indexOf(page);
    const isOpen = (before: Page) => !this.session.isFor(before) || this.session.isVisited(before.id);
    return at >= 0 && (navigation === "free" || pages.slice(0, at).every(isOpen));
  }

  /** Links to pages, in the menu and in texts. */
  private follow(event: Event): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-page]");
    if (link !== null) {
      event.preventDefault();
      this.go(link.dataset.page);
    }
  }
}
