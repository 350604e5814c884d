import { launch } from "../launch";
import { SCORM2004 } from "../trackers/scorm2004";

launch(SCORM2004);
