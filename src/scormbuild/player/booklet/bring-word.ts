/** Brings the script that writes a booklet for word processors, when it is first asked for. */

import { loadScript } from "../ui/load-script";
import type { Made } from "./made";

type Write = (made: Made) => Blob;

declare global {
  /** What the script leaves. */
  var writeWord: Write | undefined;
}

/** What writes the file; null where the script can't be had just now. */
export async function bringWord(address: string): Promise<Write | null> {
  try {
    if (globalThis.writeWord === undefined) {
      await loadScript(address);
    }
    return globalThis.writeWord ?? null;
  } catch (unreachable) {
    return null;
  }
}
