/** Captions are added by script: `<track>` fails where the course is opened from its folder. */

import type { Behaviour } from "../../player/behaviour";
import { find } from "../../player/ui/dom";

const behaviour: Behaviour = (figure, { texts }) => {
  const video = find<HTMLVideoElement>(figure, "video");
  const cues = JSON.parse(video.dataset.captions ?? "[]") as [start: number, end: number, text: string][];
  if (cues.length > 0) {
    const track = video.addTextTrack("captions", texts.say("video.captions"), document.documentElement.lang);
    cues.forEach((cue) => track.addCue(new VTTCue(...cue)));
    track.mode = "showing";
  }
  video.addEventListener("error", () => {
    find(figure, ".video-failed").textContent = texts.say("video.failed");
  });
  const toggle = figure.querySelector<HTMLElement>("[data-described]");
  const plain = video.src;
  toggle?.addEventListener("click", () => {
    const isDescribed = toggle.getAttribute("aria-pressed") !== "true";
    const { currentTime, paused } = video;
    toggle.setAttribute("aria-pressed", String(isDescribed));
    video.src = isDescribed ? (toggle.dataset.described as string) : plain;
    // Where the learner was; a film that hasn't been begun is still fetched only when it is played.
    if (currentTime > 0) {
      video.addEventListener("loadedmetadata", () => (video.currentTime = currentTime), { once: true });
      video.load();
    }
    if (!paused) {
      void video.play();
    }
  });
};
export default behaviour;
