import { launch } from "../launch";
import { SCORM2004 } from "../trackers/scorm2004";
import { wordingOf } from "../ui/wording";

launch(SCORM2004, { wordingOf });
