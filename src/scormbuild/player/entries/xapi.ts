import { isHandout, start } from "../main";
import type { Plan } from "../plan";
import { alone, recordedPlatform, storage } from "../recorded";
import type { Entry } from "../statements/queue";
import { learnerKey } from "../state/copy";
import { Texts } from "../texts";
import { closed } from "../trackers/closed";
import { type Address, addressIn, open, opening, type Opened, speakerOf, stateOf } from "../trackers/xapi";
import { readJson } from "../ui/dom";
import { RecordsLine } from "../ui/records-line";

const address = addressIn(location.search);
const plan = readJson<Plan>("plan");
if (isHandout() || address === null) {
  start(alone);
} else {
  void open(address, plan.records.iri, (input, init) => fetch(input, init)).then((opened) => (opened === null ? start(closed) : begin(address, opened))).catch(() => start(closed));
}

async function begin(address: Address, opened: Opened): Promise<void> {
  const recorded = {
    ...opened,
    actor: address.actor,
    speaker: speakerOf(address, plan.records.iri),
    state: stateOf(address, plan.records.iri),
    name: `${address.registration || plan.sco} ${learnerKey(opened.launch.learner)}`,
    mastery: null,
    opening: (left: readonly Entry[]) => Promise.resolve(opening(left, opened.saved)),
  };
  const texts = new Texts(readJson("texts"));
  const line = new RecordsLine("records", new URL(address.endpoint).host);
  start(await recordedPlatform(plan, texts, recorded, storage(), line), plan);
}
