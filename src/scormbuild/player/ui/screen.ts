/** What the learner sees of a session: built from the document as it stands, and taken down before another one is built. */

import { bringBooklet } from "../bring-booklet";
import { bringCertificate } from "../bring-certificate";
import type { Platform } from "../main";
import { prefetchPictures } from "../prefetch";
import type { Saved } from "../saving";
import type { Session } from "../session";
import { learnerKey, type Store } from "../state/copy";
import type { Launch, Tracker } from "../trackers/tracker";
import { Display } from "./display";
import { Glossary } from "./glossary";
import { Pages } from "./pages";
import { Printing } from "./printing";
import { RoomLine } from "./room-line";
import { SavedLine } from "./saved-line";
import { Search } from "./search";
import { offerWayBack } from "./way-back";
import { welcomeBack } from "./welcome";

/** What an open session has beside itself: where it runs, where looks are kept, and the way back where there is one. */
export interface Surroundings {
  platform: Platform;
  launch: Launch;
  tracker: Tracker;
  storage: Store | null;
  leave: (() => void) | null;
}

export class Screen {
  private readonly over = new AbortController();
  private readonly line: SavedLine;
  private readonly room: RoomLine;
  private readonly display: Display;
  private readonly pages: Pages;
  private readonly printing: Printing;

  constructor(
    private readonly session: Session,
    private readonly surroundings: Surroundings,
  ) {
    const { texts } = session;
    const { launch, leave, platform, storage } = surroundings;
    const { signal } = this.over;
    this.line = new SavedLine(texts, platform.standsAlone === true);
    this.room = new RoomLine(texts);
    this.display = new Display(storage, `scormbuild:display:${learnerKey(launch.learner)}`);
    this.pages = new Pages(session, signal);
    this.printing = new Printing(session, (page) => this.pages.isReachable(page), signal);
    const glossary = new Glossary(texts, signal);
    new Search(session, {
      isReachable: (page) => this.pages.isReachable(page),
      page: (page, passage) => this.pages.go(page, passage),
      term: (id) => glossary.open(id),
    });
    this.display.onPrint({ page: () => this.printing.page(), blank: () => void this.printing.blank(), course: () => void this.printing.course() });
    platform.drawn?.(texts);
    if (leave !== null) {
      offerWayBack(texts, leave);
    }
  }

  /** Show the page where the learner is; `isBack`: with a word to who comes back. */
  begin(isBack: boolean): void {
    const { display, pages, printing, session } = this;
    const { signal } = this.over;
    if (isBack) {
      welcomeBack(session, this.surroundings.launch.status);
    }
    pages.start();
    prefetchPictures(pages.upcoming, signal);
    bringBooklet({ session, page: (id) => printing.article(id, session), show: () => display.panel.open(), changed: () => pages.again(), signal });
    const print = (sheet: HTMLElement) => {
      display.panel.close();
      void printing.alone(sheet);
    };
    bringCertificate({ session, tracker: this.surroundings.tracker, print, signal });
  }

  showSaved(saved: Saved): void {
    this.line.show(saved);
  }

  showRoom(taken: number, room: number): void {
    this.room.show(taken, room);
  }

  /** Let go of the window: nothing that is heard or comes due from now on is this screen's. */
  end(): void {
    this.over.abort();
  }
}
