import { launch } from "../launch";
import { reporting } from "../reporting";
import { SCORM2004 } from "../trackers/scorm2004";
import { wordingOf } from "../ui/wording";

launch(SCORM2004, { beside: reporting, wordingOf });
