import { newTextCodec } from "../state/text-codec";

Object.assign(globalThis, { newTextCodec });
