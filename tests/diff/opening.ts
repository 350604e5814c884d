/** What the player itself makes of a state when the package is replaced, for tests/diff/opening.py. */

import type { Plan } from "../../src/scormbuild/player/plan";
import { Copies } from "../../src/scormbuild/player/state/copy";
import type { LearnerState } from "../../src/scormbuild/player/state/learner";
import { Primers } from "../../src/scormbuild/player/state/primers";
import { pack, type Value } from "../../src/scormbuild/player/state/record";
import { restore } from "../../src/scormbuild/player/state/restore";

/** Lists are the keys of a `some_of` in `sets`, else those of an order. */
type Plain = number | string | null | string[];

interface Filled {
  layout: number;
  old: Plan;
  new: Plan;
  values: Record<string, Plain>;
  sets: string[];
}

const ATTEMPT = 7;

/** A learner has saved in a layout of the old package, and opens the new one. What either shows of it, by field. */
function replaced({ layout, old, new: next, values, sets }: Filled) {
  const filled = new Map(Object.entries(values).map(([name, value]): [string, Value] => [name, sets.includes(name) ? new Set(value as string[]) : value]));
  const text = pack(old, { layout, attempt: ATTEMPT, counter: 1, values: filled }, new Primers(old.primers));
  return { saved: opened(old, text), found: opened(next, text) };
}

function opened(plan: Plan, state: string) {
  const launch = { status: "incomplete", raw: null, mode: "normal", learner: "ola", state } as const;
  const beginning = restore(plan, launch, true, new Copies(null, plan.sco, "ola"), 1);
  return { goesOn: !beginning.sealed && beginning.state.attempt === ATTEMPT, shown: shown(plan, beginning.state) };
}

/** Only what stands somewhere in the course: the keys of fields that are gone keep their bits, and nobody sees them. */
function shown(plan: Plan, state: LearnerState): Record<string, Plain> {
  const names = [...Object.keys(plan.fields), ...Object.values(plan.questions).flatMap((question) => Object.keys(question.fields))];
  return Object.fromEntries(names.map((name) => [name, plain(state.get(name) ?? null)]));
}

function plain(value: Value): Plain {
  return value instanceof Set ? [...value].sort() : Array.isArray(value) ? [...value] : (value as number | string | null);
}

Object.assign(globalThis, { replaced });
