/** Sandboxed frames and apps refuse downloads without a word: the address can be carried to a browser. */

import type { Behaviour } from "../../player/behaviour";
import { copyText } from "../../player/ui/copy-text";
import { find } from "../../player/ui/dom";

const behaviour: Behaviour = (download, { texts }) => {
  const field = find<HTMLInputElement>(download, "input");
  field.value = find<HTMLAnchorElement>(download, ".download-link").href;
  find(download, "button").addEventListener("click", () => {
    void copyText(field).then((done) => {
      find(download, "[role=status]").textContent = texts.say(done ? "download.copied" : "download.copy_by_hand");
    });
  });
};
export default behaviour;
