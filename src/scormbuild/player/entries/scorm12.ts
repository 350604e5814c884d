import { launch } from "../launch";
import { SCORM12 } from "../trackers/scorm12";

launch(SCORM12);
