import { isHandout, start } from "../main";
import type { Plan } from "../plan";
import { alone, recordedPlatform, storage } from "../recorded";
import type { Entry } from "../statements/queue";
import { fingerprint } from "../state/copy";
import { Texts } from "../texts";
import { type Address, addressIn, open, opening, type Opened, type Refusal, speakerOf, stateOf } from "../trackers/cmi5";
import { closed } from "../trackers/closed";
import { readJson } from "../ui/dom";
import { RecordsLine } from "../ui/records-line";

const address = addressIn(location.search);
if (isHandout() || address === null) {
  start(alone);
} else {
  void open(address, (input, init) => fetch(input, init))
    .then((opened) => (typeof opened === "string" ? refuse(address, opened) : begin(address, opened)))
    .catch(() => start(closed));
}

function refuse(address: Address, refusal: Refusal): void {
  const line = lineFor(address);
  if (refusal === "used") {
    line.show(refusal);
  }
  start({ ...closed, drawn: (texts) => line.stand(texts) });
}

function lineFor({ endpoint }: Address): RecordsLine {
  return new RecordsLine("records", new URL(endpoint).host);
}

async function begin(address: Address, opened: Opened): Promise<void> {
  const { data, lrs, preferences } = opened;
  const plan = withMastery(readJson<Plan>("plan"), data.masteryScore);
  const texts = new Texts(readJson("texts"));
  const recorded = {
    ...opened,
    actor: address.actor,
    speaker: speakerOf(opened, plan.records.iri),
    state: stateOf(address),
    // A registration is the whole course's, a queue this unit's.
    name: `${address.registration}:${fingerprint(address.activityId)}`,
    mastery: data.masteryScore,
    opening: (left: readonly Entry[]) => opening(left, lrs),
  };
  const languages = preferences.languagePreference?.split(",") ?? [];
  const platform = { ...(await recordedPlatform(plan, texts, recorded, storage(), lineFor(address))), languages };
  const { returnURL } = data;
  start(returnURL === null ? platform : { ...platform, leave: (end) => void platform.close(end).then(() => location.assign(returnURL)) }, plan);
  if (preferences.audioPreference === "off") {
    document.addEventListener("play", (event) => ((event.target as HTMLMediaElement).muted = true), true);
  }
}

/** The platform's mastery score overrules the course's (10.2.4). */
function withMastery(plan: Plan, mastery: number | null): Plan {
  if (mastery === null) {
    return plan;
  }
  const percent = Math.round(mastery * 10_000) / 100;
  const quizzes = Object.entries(plan.quizzes).map(([id, quiz]) => [id, quiz.graded ? { ...quiz, pass: percent } : quiz]);
  return { ...plan, rule: { ...plan.rule, mastery: percent }, quizzes: Object.fromEntries(quizzes) as Plan["quizzes"] };
}
