/** The learner's role: asked for on the first page, changed in the menu. A script of its own, before the player's, in courses with roles. */

import type { Session } from "./session";
import { find, findAll } from "./ui/dom";

export interface RoleChoice {
  /** A page has come into view. */
  show(page: string): void;
}

declare global {
  /** What the script leaves; `changed` is called when another role has been picked. */
  var newRoleChoice: ((session: Session, changed: () => void) => RoleChoice) | undefined;
}

class Roles implements RoleChoice {
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

  show(id: string): void {
    const { plan, texts } = this.session;
    const [first] = plan.pages;
    this.question.hidden = Roles.isAnswered || id !== first?.id;
    this.line.textContent = this.isElsewhere(id) ? texts.say("role.elsewhere") : "";
  }

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
    this.line.textContent = `${this.said} ${texts.say("role.again")}${elsewhere}`;
  }

  private showRole(): void {
    this.select.value = this.session.role ?? "";
    this.count.textContent = this.said;
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

globalThis.newRoleChoice = (session, changed) => new Roles(session, changed);
