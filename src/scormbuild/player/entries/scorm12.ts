import { start } from "../main";
import { findApi, type Found } from "../trackers/find-api";
import { NoTracker } from "../trackers/none";
import { Scorm12Tracker } from "../trackers/scorm12";

const PATIENCE_MS = 1000;
const LOOK_AGAIN_MS = 50;

/** Some platforms make their API when their own page has loaded, which may be after ours. */
function whenFound(then: (found: Found | null) => void): void {
  const found = findApi(window);
  const isAlone = window.parent === window && window.opener === null;
  if (found !== null || isAlone || performance.now() > PATIENCE_MS) {
    then(found);
  } else {
    setTimeout(() => whenFound(then), LOOK_AGAIN_MS);
  }
}

whenFound((found) => start({
  standsAlone: false,
  trackerFor: (plan) => (found === null ? new NoTracker() : new Scorm12Tracker(found.api, plan)),

  /** Moodle throws at a second LMSInitialize on one page: the page that holds the API must be loaded anew with us. */
  restart() {
    (found !== null && isAround(found.holder) ? found.holder : window).location.reload();
  },
}));

/** Whether we stand in a frame of that window; an opener is somebody else's page. */
function isAround(holder: Window): boolean {
  let here: Window = window;
  while (here !== holder && here !== here.parent) {
    here = here.parent;
  }
  return here === holder;
}
