/** The certificate: made out when the course is completed, printed when it is asked for. A script of its own. */

import type { CertificateCourse } from "../bring-certificate";
import type { Certificate } from "../session";
import { copyOf, find } from "../ui/dom";
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
  private sheet({ code, day, score }: Certificate): HTMLElement {
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
    return sheet;
  }
}

globalThis.beginCertificate = (place, course) => new CertificatePanel(place, course);
