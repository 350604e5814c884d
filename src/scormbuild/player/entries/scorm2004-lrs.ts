import { launch } from "../launch";
import { reporting } from "../reporting";
import { SCORM2004 } from "../trackers/scorm2004";

launch(SCORM2004, reporting);
