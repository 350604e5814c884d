/* A strict SCORM 2004 API: what the Run-Time Environment (RTE, 3rd and 4th Edition) refuses and what Moodle refuses, both.

   [M] was measured in Moodle 4.5.6, [C] read in its code. `session.edition` is "3rd" or "4th"; what the 3rd promises
   less of is refused there. A launch's page holds one session: after Terminate nothing opens another (RTE 3.1.3.1).

   `platform` is page.js. Every refusal of a call is logged as a violation of the package's, except where the
   platform is to blame, and except for asking after a value that was never set (403), which is no mistake. */
"use strict";

function strict2004({ session, stored, commit, record, navigate }) {
  const quirk = (name) => session.quirks.includes(name);

  // ---------------------------------------------------------------- validators: null, or [error, what is wrong]

  const mismatch = (reason) => ["406", reason];
  const matching = (form, expected) => (value) => (form.test(value) ? null : mismatch(`${expected} expected`));
  const oneOf = (...words) => (value) => (words.includes(value) ? null : mismatch(`one of ${words.join(", ")} expected`));
  const length = (value) => (quirk("bytes") ? new TextEncoder().encode(value).length : value.length);
  const text = (limit) => (value) =>
    length(value) <= limit ? null : mismatch(`${length(value)} characters, the limit is ${limit}`);
  // Moodle's patterns end at the first newline and refuse what has one [M].
  const line = (limit) => (value) => (/[\n\r]/.test(value) ? mismatch("a newline") : text(limit)(value));
  const LANG = /^\{lang=[a-zA-Z]{2,3}(-[a-zA-Z0-9-]{2,8})?\}/;
  const localized = (limit) => (value) => line(limit)(value.replace(LANG, ""));

  // RTE 3rd 4.2.23 promises 4,000 characters, the 4th 64,000; Moodle holds 64,000 for both.
  const STATE = session.edition === "4th" || quirk("long-state") ? 64_000 : 4_000;

  const longIdentifier = matching(/^[!-~]{1,4000}$/, "1 to 4,000 ASCII characters without space"); // a URI, or part of one
  const SHORT = /^[A-Za-z0-9_.]{1,250}$/; // a hyphen is refused [M]
  const NUMBER = /^-?\d{1,5}(\.\d{1,18})?$/; // five digits before the point [C]
  const real = matching(NUMBER, "a number of at most five digits before the point");
  const within = (least, most) => (value) =>
    real(value) ?? (Number(value) >= least && Number(value) <= most ? null : ["407", `from ${least} to ${most}`]);
  // `…:01Z` and `…:01.123Z` are refused, `…:01` and `…:01.5Z` taken [M].
  const moment = matching(
    /^(19[7-9]\d|20[0-2]\d|203[0-8])-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2}(Z|[+-]\d\d(:\d\d)?)?)?$/,
    "a local time, or one with one or two decimals and a zone",
  );
  const timeinterval = matching(
    /^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/,
    "an interval with at most two decimals",
  );
  const COMPLETION = ["completed", "incomplete", "not attempted", "unknown"];
  const SUCCESS = ["passed", "failed", "unknown"];
  const result = (value) =>
    /^-?\d{1,4}(\.\d{1,18})?$/.test(value) ? null : oneOf("correct", "incorrect", "unanticipated", "neutral")(value);

  // ---------------------------------------------------------------- responses and patterns (RTE 4.2.9.1, 4.2.9.2)

  const list = (delimiter, most, check) => (value) => {
    const parts = value.split(delimiter);
    return parts.length > most ? ["351", `more than ${most} parts`] : parts.map(check).find((wrong) => wrong !== null) ?? null;
  };
  const short = matching(SHORT, "letters, digits, _ and .");
  const pair = (value) => {
    const parts = value.split("[.]");
    return parts.length === 2 ? short(parts[0]) ?? short(parts[1]) : mismatch("a pair expected");
  };
  const distinct = (check) => (value) => {
    const parts = value.split("[,]");
    return new Set(parts).size === parts.length ? check(value) : mismatch("the same twice");
  };
  // Own rule: what begins so breaks Moodle's Excel export.
  const noFormula = (check) => (value) => (/^[=+\-@]/.test(value) ? mismatch("begins with = + - or @") : check(value));
  const withoutPrefix = (check) => (value) => check(value.replace(/^(\{(case|order)_matters=(true|false)\})*/, ""));
  const range = (value) => {
    const ends = value.split("[:]");
    return ends.map(real).find((wrong) => wrong !== null) ?? (Number(ends[0]) > Number(ends[1] ?? ends[0]) ? mismatch("an empty range") : null);
  };
  const same = (response, patterns) => ({ response, pattern: response, patterns });
  const TYPES = {
    "true-false": same(oneOf("true", "false"), 1),
    choice: same(distinct(list("[,]", 36, short)), 10),
    "fill-in": {
      response: noFormula(list("[,]", 10, localized(250))),
      pattern: withoutPrefix(list("[,]", 10, localized(250))),
      patterns: 5,
    },
    "long-fill-in": { response: noFormula(localized(4000)), pattern: withoutPrefix(localized(4000)), patterns: 5 },
    matching: same(list("[,]", 36, pair), 5),
    performance: same(list("[,]", 250, pair), 5),
    sequencing: same(list("[,]", 36, short), 5),
    likert: same(short, 1),
    numeric: { response: real, pattern: range, patterns: 1 },
    other: { response: noFormula(line(4000)), pattern: line(4000), patterns: 1 },
  };

  // ---------------------------------------------------------------- the table of elements (RTE 4.2)

  const given = (initial = null) => ({ readable: true, writable: false, initial });
  const readWrite = (check, initial = null) => ({ readable: true, writable: true, check, initial });
  const writeOnly = (check, initial = null) => ({ readable: false, writable: true, check, initial });
  const counts = { ...given(), counts: true };
  const anything = () => null;

  const ELEMENTS = {
    "cmi._version": given("1.0"),
    "cmi.completion_status": readWrite(oneOf(...COMPLETION), "unknown"),
    "cmi.completion_threshold": given(session.completion_threshold || null),
    "cmi.credit": given(session.credit),
    "cmi.entry": given(session.entry),
    "cmi.exit": writeOnly(oneOf("time-out", "suspend", "logout", "normal", "")),
    "cmi.launch_data": given(session.launch_data || null),
    "cmi.learner_id": given(session.student_id),
    "cmi.learner_name": given(session.student_name),
    "cmi.location": readWrite(line(1000)),
    "cmi.max_time_allowed": given(session.max_time_allowed || null),
    "cmi.mode": given(session.lesson_mode),
    "cmi.progress_measure": readWrite(within(0, 1)),
    "cmi.scaled_passing_score": given(session.scaled_passing_score || null),
    "cmi.score._children": given("scaled,raw,min,max"),
    "cmi.score.scaled": readWrite(within(-1, 1)),
    "cmi.score.raw": readWrite(real),
    "cmi.score.min": readWrite(real),
    "cmi.score.max": readWrite(real),
    "cmi.session_time": writeOnly(timeinterval),
    "cmi.success_status": readWrite(oneOf(...SUCCESS), "unknown"),
    "cmi.suspend_data": readWrite(text(STATE)),
    "cmi.time_limit_action": given(session.time_limit_action || "continue,no message"),
    "cmi.total_time": given("PT0S"),

    "cmi.objectives._children": given("id,score,success_status,completion_status,progress_measure,description"),
    "cmi.objectives._count": counts,
    "cmi.objectives.n.id": readWrite(longIdentifier),
    "cmi.objectives.n.score._children": given("scaled,raw,min,max"),
    "cmi.objectives.n.score.scaled": readWrite(within(-1, 1)),
    "cmi.objectives.n.score.raw": readWrite(real),
    "cmi.objectives.n.score.min": readWrite(real),
    "cmi.objectives.n.score.max": readWrite(real),
    "cmi.objectives.n.success_status": readWrite(oneOf(...SUCCESS), "unknown"),
    "cmi.objectives.n.completion_status": readWrite(oneOf(...COMPLETION), "unknown"),
    "cmi.objectives.n.progress_measure": readWrite(within(0, 1)),
    "cmi.objectives.n.description": readWrite(localized(250)),

    "cmi.interactions._children": given(
      "id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,description",
    ),
    "cmi.interactions._count": counts,
    "cmi.interactions.n.id": readWrite(longIdentifier),
    "cmi.interactions.n.type": readWrite(oneOf(...Object.keys(TYPES))),
    "cmi.interactions.n.objectives._count": counts,
    "cmi.interactions.n.objectives.n.id": readWrite(longIdentifier),
    "cmi.interactions.n.timestamp": readWrite(moment),
    "cmi.interactions.n.correct_responses._count": counts,
    "cmi.interactions.n.correct_responses.n.pattern": readWrite(anything), // by its type, below
    "cmi.interactions.n.weighting": readWrite(real),
    "cmi.interactions.n.learner_response": readWrite(anything),
    "cmi.interactions.n.result": readWrite(result),
    "cmi.interactions.n.latency": readWrite(timeinterval),
    "cmi.interactions.n.description": readWrite(localized(250)),

    "adl.nav.request": readWrite(
      matching(/^(_none_|continue|previous|exit|exitAll|abandon|abandonAll|suspendAll|\{target=\S+\}(choice|jump))$/, "a request"),
      "_none_",
    ),
    "adl.nav.request_valid.continue": given("false"),
    "adl.nav.request_valid.previous": given("false"),
  };

  // ---------------------------------------------------------------- the model of this launch

  const values = new Map();
  const numbers = new Map(); // "cmi.interactions" and the like: how many
  let state = "before"; // before, open, after
  const calls = strictCalls(record);

  const INDEX = /\.(0|[1-9]\d*)(?=\.|$)/g;
  const patternOf = (element) => element.replace(INDEX, ".n");
  const numberOf = (group) => numbers.get(group) ?? 0;

  /* Every list that the element stands in, with its index and the entry: `cmi.interactions.3.objectives.0.id` is in two. */
  function listsOf(element) {
    return [...element.matchAll(INDEX)].map((match) => ({
      group: element.slice(0, match.index),
      index: Number(match[1]),
      entry: element.slice(0, match.index + match[0].length),
    }));
  }

  function put(element, value) {
    values.set(element, value);
    listsOf(element).forEach(({ group, index }) => numbers.set(group, Math.max(numberOf(group), index + 1)));
  }

  stored.forEach((value, element) => put(element, value));

  /* What the manifest measures, the platform decides (RTE 4.2.4, 4.2.22): whatever was set, this is what it has. */
  function valueOf(element) {
    const measured = {
      "cmi.completion_status": [session.completion_threshold, "cmi.progress_measure", "completed", "incomplete"],
      "cmi.success_status": [session.scaled_passing_score, "cmi.score.scaled", "passed", "failed"],
    }[element];
    if (measured !== undefined && measured[0] !== "") {
      const [least, measure, reached, missed] = measured;
      return values.has(measure) ? (Number(values.get(measure)) >= Number(least) ? reached : missed) : "unknown";
    }
    return values.get(element) ?? ELEMENTS[patternOf(element)].initial;
  }

  function store(finishing, more = []) {
    const decided = ["cmi.completion_status", "cmi.success_status"].map((element) => [element, valueOf(element)]);
    const { answer, error } = commit(new Map([...values, ...decided, ...more]), finishing);
    calls.lastError = error;
    return answer;
  }

  function secondsOf(interval) {
    const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(interval) ?? [];
    return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  }

  // ---------------------------------------------------------------- refusals

  function demandOpen(before, after) {
    demand(state !== "before", before, "not initialized");
    demand(state !== "after", after, "terminated");
  }

  function rowOf(element) {
    for (const [name, missing] of [
      ["no-lesson-mode", "cmi.mode"],
      ["no-interactions", "cmi.interactions"],
      ["no-objectives", "cmi.objectives"],
    ]) {
      if (quirk(name) && `${element}.`.startsWith(`${missing}.`)) {
        throw new Refusal("402", "this platform lacks it", true);
      }
    }
    const known = !/\.n(\.|$)/.test(element) && Object.hasOwn(ELEMENTS, patternOf(element));
    demand(known, "401", "no such element");
    return ELEMENTS[patternOf(element)];
  }

  // ---------------------------------------------------------------- the calls

  function noArgument(argument) {
    demand(argument === "", "201", 'the argument must be ""');
  }

  function initialize(argument) {
    noArgument(argument);
    demand(state !== "open", "103", "already initialized");
    demand(state !== "after", "104", "terminated");
    state = "open";
    return "true";
  }

  function terminate(argument) {
    noArgument(argument);
    demandOpen("112", "113");
    state = "after";
    const seconds = secondsOf(valueOf("cmi.total_time")) + secondsOf(valueOf("cmi.session_time") ?? "PT0S");
    const answer = store(true, [["cmi.total_time", `PT${Math.round(seconds * 100) / 100}S`]]);
    const request = valueOf("adl.nav.request");
    navigate(request === "continue" || request === "previous" ? request : "");
    return answer;
  }

  function getValue(element) {
    demandOpen("122", "123");
    demand(element !== "", "301", "an element is expected");
    const row = rowOf(element);
    demand(row.readable, "405", "write only");
    for (const { group, index } of listsOf(element)) {
      demand(index < numberOf(group), "301", `${group} has ${numberOf(group)} entries`);
    }
    if (row.counts) {
      return String(numberOf(element.slice(0, -"._count".length)));
    }
    const value = valueOf(element);
    if (value === null) {
      throw new Refusal("403", "never set", true);
    }
    return value;
  }

  function setValue(element, anyValue) {
    demandOpen("132", "133");
    demand(element !== "", "351", "an element is expected");
    const row = rowOf(element);
    demand(row.writable, "404", "read only");
    const value = String(anyValue);
    const lists = listsOf(element);
    for (const { group, index } of lists) {
      demand(index <= numberOf(group), "351", `${group} must be filled in order, next is ${numberOf(group)}`);
    }
    demandDependencies(element, lists);
    const [refused, reason] = row.check(value) ?? typed(element, value, lists) ?? ["", ""];
    demand(refused === "", refused, reason);
    demandIdentity(element, value, lists);
    if (patternOf(element) === "cmi.interactions.n.type") {
      forget(`${lists[0].entry}.correct_responses`); // Moodle forgets the patterns whenever the type is set [C]
    }
    put(element, value);
    return quirk("false-zero") ? "false" : "true";
  }

  /* An entry's id comes before all else of it, an interaction's type before what depends on it (RTE 4.2.9, 4.2.17). */
  function demandDependencies(element, lists) {
    for (const { entry } of lists) {
      const isOwnId = [`${entry}.id`, `${entry}.pattern`].includes(element);
      const isPattern = /\.correct_responses\.\d+$/.test(entry);
      demand(isOwnId || isPattern || values.has(`${entry}.id`), "408", `${entry}.id comes first`);
    }
    const depends = /^(cmi\.interactions\.\d+)\.(learner_response|correct_responses\.\d+\.pattern)$/.exec(element);
    demand(depends === null || values.has(`${depends[1]}.type`), "408", "the type comes first");
  }

  function typed(element, value, lists) {
    const pattern = patternOf(element);
    const type = TYPES[values.get(`${lists[0]?.entry}.type`)];
    if (pattern === "cmi.interactions.n.learner_response") {
      return type.response(value);
    }
    if (pattern === "cmi.interactions.n.correct_responses.n.pattern") {
      return lists[1].index < type.patterns ? type.pattern(value) : ["351", `more than ${type.patterns} patterns`];
    }
    return null;
  }

  /* Objectives are written once and named once; so are an interaction's objectives, and the patterns of a choice. */
  function demandIdentity(element, value, lists) {
    const pattern = patternOf(element);
    const isWrittenOnce = pattern === "cmi.objectives.n.id";
    demand(!isWrittenOnce || (values.get(element) ?? value) === value, "351", "an objective's id is written once");
    if (isWrittenOnce || pattern === "cmi.interactions.n.objectives.n.id") {
      const { group, index } = lists.at(-1);
      const others = Array.from({ length: numberOf(group) }, (_, at) => (at === index ? null : values.get(`${group}.${at}.id`)));
      demand(!others.includes(value), "351", "this id is there already");
    }
    if (pattern === "cmi.interactions.n.correct_responses.n.pattern" && values.get(`${lists[0].entry}.type`) === "choice") {
      const patterns = Array.from({ length: numberOf(lists[1].group) }, (_, at) => values.get(`${lists[1].group}.${at}.pattern`));
      demand(!patterns.includes(value), "351", "this pattern is there already"); // even in its own place [C]
    }
  }

  function forget(group) {
    numbers.delete(group);
    [...values.keys()].filter((element) => element.startsWith(`${group}.`)).forEach((element) => values.delete(element));
  }

  function commitNow(argument) {
    noArgument(argument);
    demandOpen("142", "143");
    return store(false);
  }

  return {
    Initialize: calls.method("Initialize", initialize, "false"),
    Terminate: calls.method("Terminate", terminate, "false"),
    GetValue: calls.method("GetValue", (element) => getValue(String(element)), ""),
    SetValue: calls.method("SetValue", (element, value) => setValue(String(element), value), "false"),
    Commit: calls.method("Commit", commitNow, "false"),
    GetLastError: calls.enquiry("GetLastError", () => calls.lastError),
    GetErrorString: calls.enquiry("GetErrorString", (code) => session.errors[code] ?? ""),
    GetDiagnostic: calls.enquiry("GetDiagnostic", (code) => session.errors[code === "" ? calls.lastError : code] ?? ""),
  };
}

window.API_1484_11 = strict2004(platform);
