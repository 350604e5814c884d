/** A launch that finds the network or the store in a bad moment asks again. */

import { after } from "../after";

/** After these waits. */
const HICCUPS_MS = [500, 1500];

/** What `ask` gives, asked again while that is only a hiccup. */
export async function patiently<T>(ask: () => Promise<T>, isHiccup: (answer: T) => boolean): Promise<T> {
  let answer = await ask();
  for (const wait of HICCUPS_MS) {
    if (!isHiccup(answer)) {
      break;
    }
    await new Promise<void>((resolve) => after(wait, resolve));
    answer = await ask();
  }
  return answer;
}
