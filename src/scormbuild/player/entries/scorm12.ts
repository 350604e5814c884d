import { start } from "../main";
import { findApi } from "../trackers/find-api";
import { NoTracker } from "../trackers/none";
import { Scorm12Tracker } from "../trackers/scorm12";

const found = findApi(window);

start({
  trackerFor: (plan) => (found === null ? new NoTracker() : new Scorm12Tracker(found.api, plan)),

  /** Moodle throws at a second LMSInitialize on one page: the page that holds the API must be loaded anew with us. */
  restart() {
    (found !== null && isAround(found.holder) ? found.holder : window).location.reload();
  },
});

/** Whether we stand in a frame of that window; an opener is somebody else's page. */
function isAround(holder: Window): boolean {
  let here: Window = window;
  while (here !== holder && here !== here.parent) {
    here = here.parent;
  }
  return here === holder;
}
