import { launch } from "../launch";
import { reporting } from "../reporting";
import { SCORM12 } from "../trackers/scorm12";

launch(SCORM12, { beside: reporting });
