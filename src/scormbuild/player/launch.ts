/** A course on a platform of one of the SCORM standards: find the API, then begin. */

import { type Platform, start } from "./main";
import { findApi, type Found } from "./trackers/find-api";
import { NoTracker } from "./trackers/none";
import { ScormTracker } from "./trackers/scorm";
import type { Api, Standard, WordingOf } from "./trackers/standard";

const PATIENCE_MS = 1000;
const LOOK_AGAIN_MS = 50;

/** What only some packages bring, so that the others needn't load it. */
interface Extras {
  /** What goes beside the tracking of a platform. */
  beside?: (platform: Platform) => Platform;
  /** For standards that record what questions ask. */
  wordingOf?: WordingOf;
}

export function launch<Native>(standard: Standard<Native>, { beside = (platform) => platform, wordingOf = () => "" }: Extras = {}): void {
  whenFound(standard, (found) => {
    const platform = platformOf(standard, found, wordingOf);
    // Without a platform nobody learns: an author looks at the course.
    start(found === null ? platform : beside(platform));
  });
}

function platformOf<Native>(standard: Standard<Native>, found: Found<Native> | null, wordingOf: WordingOf): Platform {
  return {
    trackerFor: (plan) => (found === null ? new NoTracker() : new ScormTracker(standard, found.api, plan, wordingOf)),

    ...(found === null || standard.leaving === null ? {} : leaveBy(standard.adapt(found.api), standard.leaving)),

    /** Moodle opens one session for each page that holds an API: that page must be loaded anew with us. */
    restart() {
      (found !== null && isAround(found.holder) ? found.holder : window).location.reload();
    },
  };
}

/** The platform acts on what is asked of it when the session ends. */
function leaveBy(api: Api, [element, value]: [string, string]): Pick<Platform, "leave"> {
  return {
    leave(end) {
      try {
        api.set(element, value);
      } catch (refused) {
        // The session ends all the same, and the learner closes the course by the platform's own means.
      }
      end();
    },
  };
}

/** Some platforms make their API when their own page has loaded, which may be after ours. */
function whenFound<Native>(standard: Standard<Native>, then: (found: Found<Native> | null) => void): void {
  const found = findApi(window, standard.api);
  const isAlone = window.parent === window && window.opener === null;
  if (found !== null || isAlone || performance.now() > PATIENCE_MS) {
    then(found);
  } else {
    setTimeout(() => whenFound(standard, then), LOOK_AGAIN_MS);
  }
}

/** Whether we stand in a frame of that window; an opener is somebody else's page. */
function isAround(holder: Window): boolean {
  let here: Window = window;
  while (here !== holder && here !== here.parent) {
    here = here.parent;
  }
  return here === holder;
}
