import type { Behaviour } from "../../player/behaviour";
import { find } from "../../player/ui/dom";

const behaviour: Behaviour = (figure, { texts }) => {
  find(figure, "audio").addEventListener("error", () => {
    find(figure, ".audio-failed").textContent = texts.say("audio.failed");
  });
};
export default behaviour;
