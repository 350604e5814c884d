import { start } from "../main";
import { findApi } from "../trackers/find-api";
import { NoTracker } from "../trackers/none";
import { Scorm12Tracker } from "../trackers/scorm12";

const api = findApi(window);
start((plan) => (api === null ? new NoTracker() : new Scorm12Tracker(api, plan)));
