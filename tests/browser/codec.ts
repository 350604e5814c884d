/** The codec by itself, for tests/browser/test_codec.py. */

import { newTextCodec } from "../../src/scormbuild/player/state/text-codec";

Object.assign(globalThis, { newTextCodec });
