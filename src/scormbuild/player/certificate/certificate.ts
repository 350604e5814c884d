/** The certificate: made out when the course is completed, printed when it is asked for. A script of its own. */

import type { CertificateCourse } from "../bring-certificate";
import type { Certificate } from "../session";
import { copyOf, find, findAll } from "../ui/dom";
import { listen } from "../ui/listen";
import { certificateIn, isDue, makeOut, spokenName } from "./issuing";

class CertificatePanel {
  constructor(
    private readonly place: HTMLElement,
    private readonly course: CertificateCourse,
  ) {
    const pressed = ({ target }: Event) => {
      const certificate = certificateIn(course.session.state);
      if (certificate !== null && (target as Element).closest("[data-action=certificate]") !== null) {
        course.print(this.sheet(certificate));
      }
    };
    listen(document, "click", pressed, course.signal);
    course.session.afterSteps(() => this.stand());
  }

  private stand(): void {
    const { session } = this.course;
    if (isDue(session)) {
      session.certified(makeOut(session, new Date()));
    }
    if (certificateIn(session.state) !== null) {
      this.place.hidden = false;
      document.documentElement.dataset.certificate = "";
    }
  }

  /** The page, with what it says of this learner. */
  private sheet({ code, day, score, role }: Certificate): HTMLElement {
    const { session, tracker } = this.course;
    const { texts } = session;
    const sheet = find(copyOf(find<HTMLTemplateElement>(document, "#certificate-sheet")), "#print");
    const said = {
      name: spokenName(tracker.learnerName()),
      date: texts.date(new Date(`${day}T12:00`)),
      score: score === null ? "" : texts.percent(Math.round(score * 100)),
      code,
      note: texts.say(tracker.found ? "certificate.note" : "certificate.note.alone"),
    };
    for (const [name, text] of Object.entries(said)) {
      find(sheet, `[data-fill=${name}]`).textContent = text;
    }
    find(sheet, "[data-fact=score]").hidden = score === null;
    if (role !== null) {
      this.narrow(sheet, role);
    }
    return sheet;
  }

  /** Leave to a role what it has learnt, and say which role that is. */
  private narrow(sheet: HTMLElement, role: string): void {
    const title = find(document, `#role option[value="${role}"]`).textContent ?? "";
    find(sheet, "[data-fill=role]").textContent = this.course.session.texts.say("role.for", { roles: title });
    findAll(sheet, "[data-for]")
      .filter((each) => !(each.dataset.for as string).split(" ").includes(role))
      .forEach((each) => each.remove());
    if (sheet.querySelector("ul > li") === null) {
      findAll(sheet, "h3, ul").forEach((each) => each.remove());
    }
  }
}

globalThis.beginCertificate = (place, course) => new CertificatePanel(place, course);
