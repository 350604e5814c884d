/* A strict SCORM 1.2 API: what the Run-Time Environment 1.2 (RTE) refuses and what Moodle refuses, both.

   [M] was measured in Moodle 4.5.6 with `scormstandard=1`, [C] read in its code. Where the two differ in an
   error code, the code is RTE 3.3's: an unknown element is 401 here, 201 in Moodle.

   `platform` is page.js. Every refusal of a call is logged as a violation of the package's, except where the
   platform is to blame: a failing commit, or an element that a quirk takes away. Some things that are
   accepted are logged too ("own rule"): they do harm later on. */
"use strict";

function strict12({ session, stored, commit, record, navigate }) {
  const quirk = (name) => session.quirks.includes(name);

  // ---------------------------------------------------------------- validators: null, or what is wrong

  // RTE: CMIString255 and CMIString4096; with `scormstandard=0` Moodle takes 64,000 for both [M].
  const SHORT = quirk("long-answers") ? 64_000 : 255;
  const LONG = quirk("long-state") ? 64_000 : 4_096;

  // Moodle counts UTF-16 units [M]; SCORM 1.2 names these types ASCII, and some platforms count bytes.
  const length = (value) => (quirk("bytes") ? new TextEncoder().encode(value).length : value.length);

  const text = (limit) => (value) =>
    length(value) <= limit ? null : `${length(value)} characters, the limit is ${limit}`;
  const matching = (form, expected) => (value) => (form.test(value) ? null : `${expected} expected`);
  const oneOf = (...words) => (value) =>
    words.includes(value) ? null : `one of "${words.join('", "')}" expected`;

  const identifier = matching(/^[!-~]{1,255}$/, "1 to 255 ASCII characters without space");
  // One decimal is in the standard, but Moodle adds 10 s and 7.5 s up to 17.05 [M].
  const timespan = matching(/^\d{2,4}:\d{2}:\d{2}(\.\d{2})?$/, "HHHH:MM:SS with no decimals or two");
  const clock = matching(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{2})?$/, "HH:MM:SS with no decimals or two");
  const within = (form, kind) => (least, most) => (value) =>
    form.test(value) && value >= least && value <= most ? null : `${kind} from ${least} to ${most} expected`;
  const number = within(/^-?(\d{1,3}(\.\d*)?|\.\d+)$/, "a number"); // three digits before the point, no comma [C]
  const integer = within(/^-?\d+$/, "a whole number");
  const score = (value) => (value === "" ? null : number(0, 100)(value)); // CMIDecimal or CMIBlank
  const STATUS = ["passed", "completed", "failed", "incomplete", "browsed"];
  const RESULTS = ["correct", "wrong", "unanticipated", "neutral"]; // or a number
  const result = (value) => (/^(\d{1,3}(\.\d*)?|\.\d+)$/.test(value) ? null : oneOf(...RESULTS)(value));

  // Own rules: accepted by the platform, wrong all the same.
  const noFormula = (value) =>
    /^[=+\-@]/.test(value) ? "begins with = + - or @, which breaks Moodle's Excel export" : null;
  const notBlank = (value) => (value === "" ? "a blank score: Moodle stores 0 [C]" : null);

  // ---------------------------------------------------------------- the table of elements (RTE 3.4)

  const keyword = (value) => ({ readable: true, writable: false, code: "402", initial: value });
  const readOnly = (value = "") => ({ readable: true, writable: false, code: "403", initial: value });
  const writable = (check, initial = "", remark = () => null) => ({ writable: true, check, initial, remark });
  const readWrite = (...rules) => ({ readable: true, ...writable(...rules) });
  const writeOnly = (...rules) => ({ readable: false, ...writable(...rules) });
  const count = () => ({ ...keyword(""), counts: true });

  const ELEMENTS = {
    "cmi._version": keyword("3.4"),
    "cmi._children": keyword(
      "core,suspend_data,launch_data,comments,objectives,student_data,student_preference,interactions",
    ),

    "cmi.core._children": keyword(
      "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit," +
        "session_time",
    ),
    "cmi.core.student_id": readOnly(session.student_id),
    "cmi.core.student_name": readOnly(session.student_name),
    "cmi.core.lesson_location": readWrite(text(SHORT)),
    "cmi.core.credit": readOnly(session.credit),
    // `not attempted` is the platform's word: a SCO may not set it [M].
    "cmi.core.lesson_status": readWrite(oneOf(...STATUS), "not attempted"),
    "cmi.core.entry": readOnly(session.entry),
    "cmi.core.score._children": keyword("raw,min,max"),
    "cmi.core.score.raw": readWrite(score, "", notBlank),
    "cmi.core.score.min": readWrite(score, "", notBlank),
    "cmi.core.score.max": readWrite(score, "", notBlank),
    "cmi.core.total_time": readOnly("00:00:00"),
    "cmi.core.lesson_mode": readOnly(session.lesson_mode),
    "cmi.core.exit": writeOnly(oneOf("time-out", "suspend", "logout", "")), // `normal` is SCORM 2004 [M]
    "cmi.core.session_time": writeOnly(timespan, "00:00:00"),

    "cmi.suspend_data": readWrite(text(LONG)),
    "cmi.launch_data": readOnly(session.launch_data),
    "cmi.comments": readWrite(text(LONG)),
    "cmi.comments_from_lms": readOnly(),

    "cmi.objectives._children": keyword("id,score,status"),
    "cmi.objectives._count": count(),
    "cmi.objectives.n.id": readWrite(identifier),
    "cmi.objectives.n.score._children": keyword("raw,min,max"),
    "cmi.objectives.n.score.raw": readWrite(score, "", notBlank),
    "cmi.objectives.n.score.min": readWrite(score, "", notBlank),
    "cmi.objectives.n.score.max": readWrite(score, "", notBlank),
    "cmi.objectives.n.status": readWrite(oneOf(...STATUS, "not attempted")),

    "cmi.student_data._children": keyword("mastery_score,max_time_allowed,time_limit_action"),
    "cmi.student_data.mastery_score": readOnly(session.mastery_score),
    "cmi.student_data.max_time_allowed": readOnly(session.max_time_allowed),
    "cmi.student_data.time_limit_action": readOnly(session.time_limit_action),

    "cmi.student_preference._children": keyword("audio,language,speed,text"),
    "cmi.student_preference.audio": readWrite(integer(-1, 100), "0"),
    "cmi.student_preference.language": readWrite(text(SHORT)),
    "cmi.student_preference.speed": readWrite(integer(-100, 100), "0"),
    "cmi.student_preference.text": readWrite(integer(-1, 1), "0"),

    "cmi.interactions._children": keyword(
      "id,objectives,time,type,correct_responses,weighting,student_response,result,latency",
    ),
    "cmi.interactions._count": count(),
    "cmi.interactions.n.id": writeOnly(identifier),
    "cmi.interactions.n.objectives._count": count(),
    "cmi.interactions.n.objectives.n.id": writeOnly(identifier),
    "cmi.interactions.n.time": writeOnly(clock),
    "cmi.interactions.n.type": writeOnly(
      oneOf("true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric"),
    ),
    "cmi.interactions.n.correct_responses._count": count(),
    "cmi.interactions.n.correct_responses.n.pattern": writeOnly(text(SHORT)),
    "cmi.interactions.n.weighting": writeOnly(number(-100, 100)), // the range is Moodle's [C]
    "cmi.interactions.n.student_response": writeOnly(text(SHORT), "", noFormula),
    "cmi.interactions.n.result": writeOnly(result), // never `incorrect`, which is SCORM 2004 [M]
    "cmi.interactions.n.latency": writeOnly(timespan),

    "nav.event": writeOnly(oneOf("previous", "continue")), // Moodle's, for packages of several SCOs [M]
  };

  // ---------------------------------------------------------------- the model of this launch

  let values = new Map();
  let counts = new Map(); // "cmi.interactions" and the like: how many
  let indexedCommitted = false; // what stands in lists has gone into a commit of this page
  let initialized = false;
  let initializations = 0;
  const calls = strictCalls(record);

  const INDEX = /\.(0|[1-9]\d*)(?=\.|$)/g;

  /* Every list that the element stands in, with its index: `cmi.interactions.3.objectives.0.id` is in two. */
  function* listsOf(element) {
    for (const match of element.matchAll(INDEX)) {
      yield [element.slice(0, match.index), Number(match[1])];
    }
  }

  function put(element, value) {
    values.set(element, value);
    for (const [list, index] of listsOf(element)) {
      counts.set(list, Math.max(counts.get(list) ?? 0, index + 1));
    }
  }

  function rebuild() {
    values = new Map();
    counts = new Map();
    stored.forEach((value, element) => put(element, value));
    if (indexedCommitted) {
      // Moodle's second rebuild stumbles over what it has stored under an index [M].
      throw new TypeError("Cannot set properties of undefined (setting 'id')");
    }
  }

  const valueOf = (element) => values.get(element) ?? ELEMENTS[element].initial;

  function store(elements, finishing) {
    indexedCommitted ||= counts.size > 0;
    const { answer, error } = commit(elements, finishing);
    calls.lastError = error;
    return answer;
  }

  /* Moodle counts hundredths; no decimals where there are none. */
  function addTimes(first, second) {
    const hundredths = [first, second].reduce((sum, time) => {
      const [hours, minutes, seconds] = time.split(":").map(Number);
      return sum + Math.round(((hours * 60 + minutes) * 60 + seconds) * 100);
    }, 0);
    const two = (part) => String(Math.floor(part)).padStart(2, "0");
    const whole = `${two(hundredths / 360_000)}:${two((hundredths / 6_000) % 60)}:${two((hundredths / 100) % 60)}`;
    return hundredths % 100 === 0 ? whole : `${whole}.${two(hundredths % 100)}`;
  }

  // ---------------------------------------------------------------- refusals

  /* The element's row in the table; refuses what is not in it, and what a quirk takes out of it. */
  function rowOf(element) {
    demand(element !== "", "201", "an element is expected");
    for (const [name, missing] of [
      ["no-lesson-mode", "cmi.core.lesson_mode"],
      ["no-interactions", "cmi.interactions"],
      ["no-objectives", "cmi.objectives"],
    ]) {
      if (quirk(name) && `${element}.`.startsWith(`${missing}.`)) {
        throw new Refusal("401", "this platform lacks it", true);
      }
    }
    demand(isElement(element), "401", "no such element");
    return ELEMENTS[patternOf(element)];
  }

  const patternOf = (element) => element.replace(INDEX, ".n");
  const isElement = (element) => !/\.n(\.|$)/.test(element) && Object.hasOwn(ELEMENTS, patternOf(element));
  const isElementOrGroup = (element) =>
    Object.keys(ELEMENTS).some((known) => `${known}.`.startsWith(`${patternOf(element)}.`));

  // ---------------------------------------------------------------- the calls

  function noArgument(argument) {
    demand(argument === "", "201", 'the argument must be ""'); // RTE 3.3: LMSInitialize, LMSFinish, LMSCommit
  }

  function initialize(argument) {
    rebuild();
    noArgument(argument);
    demand(!initialized, "101", "already initialized");
    initialized = true;
    initializations += 1;
    calls.remark = initializations > 1 ? "LMSInitialize again on the same page; Moodle rebuilds its model each time" : null;
    return "true";
  }

  function finish(argument) {
    noArgument(argument);
    demand(initialized, "301", "not initialized");
    initialized = false;
    if (valueOf("cmi.core.lesson_status") === "not attempted") {
      put("cmi.core.lesson_status", "completed"); // [M]
    }
    const raw = valueOf("cmi.core.score.raw");
    const forCredit = session.lesson_mode === "normal" && session.credit === "credit";
    if (forCredit && session.mastery_score !== "" && raw !== "") {
      // Whatever the status was, `incomplete` included [C].
      put("cmi.core.lesson_status", Number(raw) >= Number(session.mastery_score) ? "passed" : "failed");
    }
    const totalTime = addTimes(valueOf("cmi.core.total_time"), valueOf("cmi.core.session_time"));
    const answer = store(new Map([...values, ["cmi.core.total_time", totalTime]]), true);
    navigate(valueOf("nav.event"));
    return answer;
  }

  function getValue(element) {
    demand(initialized, "301", "not initialized");
    const asksFor = /^(.*)\.(_children|_count)$/.exec(element);
    if (asksFor !== null && !isElement(element) && isElementOrGroup(asksFor[1])) {
      throw asksFor[2] === "_children" ? new Refusal("202", "no children") : new Refusal("203", "not an array");
    }
    const row = rowOf(element);
    demand(row.readable, "404", "write only");
    for (const [list, index] of listsOf(element)) {
      demand(index < (counts.get(list) ?? 0), "201", `${list} has ${counts.get(list) ?? 0} entries`);
    }
    if (row.counts) {
      return String(counts.get(element.slice(0, -"._count".length)) ?? 0);
    }
    return values.get(element) ?? row.initial;
  }

  function setValue(element, given) {
    demand(initialized, "301", "not initialized");
    const ofKeyword = /^(.*)\.(_children|_count|_version)$/.exec(element);
    demand(ofKeyword === null || !isElementOrGroup(ofKeyword[1]), "402", "a keyword");
    const row = rowOf(element);
    demand(row.writable, row.code, "read only");
    const value = String(given);
    const wrong = row.check(value);
    demand(wrong === null, "405", wrong);
    for (const [list, index] of listsOf(element)) {
      const next = counts.get(list) ?? 0;
      demand(index <= next, "201", `${list} must be filled in order, next is ${next}`);
    }
    calls.remark = row.remark(value);
    put(element, element === "cmi.comments" ? valueOf(element) + value : value); // it appends at every call [C]
    return quirk("false-zero") ? "false" : "true";
  }

  function commitNow(argument) {
    noArgument(argument);
    demand(initialized, "301", "not initialized");
    return store(values, false);
  }

  return {
    LMSInitialize: calls.method("LMSInitialize", initialize, "false"),
    LMSFinish: calls.method("LMSFinish", finish, "false"),
    LMSGetValue: calls.method("LMSGetValue", (element) => getValue(String(element)), ""),
    LMSSetValue: calls.method("LMSSetValue", (element, value) => setValue(String(element), value), "false"),
    LMSCommit: calls.method("LMSCommit", commitNow, "false"),
    LMSGetLastError: calls.enquiry("LMSGetLastError", () => calls.lastError),
    LMSGetErrorString: calls.enquiry("LMSGetErrorString", (code) => session.errors[code] ?? ""),
    LMSGetDiagnostic: calls.enquiry("LMSGetDiagnostic", (code) => session.errors[code === "" ? calls.lastError : code] ?? ""),
  };
}

window.API = strict12(platform);
