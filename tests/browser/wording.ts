/** The words of fields by themselves, for tests/browser/test_worksheets.py. */

import { fieldWords } from "../../src/scormbuild/player/ui/wording";

Object.assign(globalThis, { fieldWords });
