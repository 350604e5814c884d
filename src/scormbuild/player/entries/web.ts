import { start } from "../main";
import { NoTracker } from "../trackers/none";

start({
  standsAlone: true,
  trackerFor: () => new NoTracker(),

  restart() {
    window.location.reload();
  },
});
