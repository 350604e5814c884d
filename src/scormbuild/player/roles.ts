/** The learner's role: asked for on the first page, changed in the menu. A script of its own, before the player's, in courses with roles. */

import type { Session } from "./session";
import { find, findAll } from "./ui/dom";
import { HANDOUT } from "./ui/handout";

/** Called with each page that comes into view. */
export type ShowRole = (page: string) => void;

declare global {
  /** What the script leaves; `changed` is called when another role has been picked. */
  var beginRoles: ((session: Session, changed: () => void) => ShowRole) | undefined;
  /** Pick the role that the handout's address names. */
  var pickForHandout: ((session: Session, hash: string) => void) | undefined;
}

class Roles {
  private readonly select = find<HTMLSelectElement>(document, "#role select");
  private readonly count = find(document, "#role-count");
  private readonly question = find(document, "#role-question");
  /** What the choice has come to; or that the page is for others. */
  private readonly line = find(document, "#role-line");
  /** Whether the question has been answered since the course was opened, be it by "all": no screen asks it again. */
  private static isAnswered = false;

  constructor(
    private readonly session: Session,
    private readonly changed: () => void,
  ) {
    Roles.isAnswered ||= session.role !== null;
    this.select.addEventListener("change", () => this.pick(this.select.value));
    for (const button of findAll(this.question, "[data-role]")) {
      button.addEventListener("click", () => {
        this.pick(button.dataset.role as string);
        find(document, "#page h1").focus();
      });
    }
    this.showRole();
  }

  show: ShowRole = (id) => {
    const { plan, texts } = this.session;
    const [first] = plan.pages;
    this.question.hidden = Roles.isAnswered || id !== first?.id;
    this.line.textContent = this.isElsewhere(id) ? texts.say("role.elsewhere") : "";
  };

  /** `role` is "" for the whole course. */
  private pick(role: string): void {
    const { session } = this;
    Roles.isAnswered = true;
    session.pick(role === "" ? null : role);
    this.showRole();
    this.changed();
    this.question.hidden = true;
    const { state, texts } = session;
    const elsewhere = this.isElsewhere(state.one("page") ?? "") ? ` ${texts.say("role.elsewhere")}` : "";
    this.line.textContent = `${this.said}. ${texts.say("role.again")}${elsewhere}`;
  }

  /** The choice itself, and what of the menu and the ways out is for the role. */
  private showRole(): void {
    const { pages, role } = this.session;
    this.select.value = role ?? "";
    this.count.textContent = this.said;
    for (const link of findAll(document, "#menu a[data-page]")) {
      (link.parentElement as HTMLElement).hidden = pages.every(({ id }) => id !== link.dataset.page);
    }
    for (const count of findAll(document, "#menu [data-module]")) {
      const heading = count.parentElement as HTMLElement;
      const isEmpty = pages.every(({ module }) => module !== Number(count.dataset.module));
      heading.hidden = (heading.nextElementSibling as HTMLElement).hidden = isEmpty;
    }
    find<HTMLProgressElement>(document, "#progress").max = pages.length;
    const handout = find<HTMLAnchorElement>(document, "#print-refused a");
    handout.hash = handout.hash.replace(/^[^=]*/, role === null ? HANDOUT : `${HANDOUT}/${role}`);
  }

  /** How much of the course is shown. */
  private get said(): string {
    const { pages, plan, texts } = this.session;
    return texts.say("role.count", { pages: pages.length, of: plan.pages.length });
  }

  private isElsewhere(id: string): boolean {
    const page = this.session.plan.pages.find((each) => each.id === id);
    return page !== undefined && !this.session.isFor(page);
  }
}

globalThis.pickForHandout = (session, hash) => {
  const [, asked] = hash.split(/[/=]/);
  session.pick(session.plan.roles.find((role) => role === asked) ?? null);
};
globalThis.beginRoles = (session, changed) => new Roles(session, changed).show;
