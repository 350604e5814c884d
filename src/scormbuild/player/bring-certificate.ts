/** Brings the script that makes out a certificate, and prints it. */

import { type Begin, bringScript } from "./bring-script";
import type { Session } from "./session";
import type { Tracker } from "./trackers/tracker";

/** What that script is given of the player. */
export interface CertificateCourse {
  session: Session;
  /** The platform, which has the record that the certificate speaks of, and knows what the learner is called. */
  tracker: Pick<Tracker, "found" | "learnerName">;
  /** Print something by itself. */
  print(sheet: HTMLElement): void;
  /** The screen is another one from here on. */
  signal: AbortSignal;
}

declare global {
  var beginCertificate: Begin<CertificateCourse>;
}

export function bringCertificate(course: CertificateCourse): void {
  bringScript("certificate", course, () => globalThis.beginCertificate);
}
