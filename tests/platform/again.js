/* The npm package scorm-again (its globals `Scorm12API` and `Scorm2004API`) behind our server: a second opinion.

   It goes the same way as the strict APIs: what was stored comes back, commits are synchronous and answer what the
   server said, masteryscore overrules the status at LMSFinish, every call is logged. In SCORM 1.2 a status that was
   never set stays `not attempted`, though: its `autoCompleteLessonStatus` takes its own default for one that the
   package has set. */
"use strict";

const STANDARDS = {
  scorm12: {
    api: "API",
    constructor: "Scorm12API",
    calls: ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit"],
    enquiries: ["LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic"],
    noTime: "00:00:00",
    totalTime: "cmi.core.total_time",
    notMistaken: [],
    given: (session) => ({
      "cmi.core.student_id": session.student_id,
      "cmi.core.student_name": session.student_name,
      "cmi.core.credit": session.credit,
      "cmi.core.entry": session.entry,
      "cmi.core.lesson_mode": session.lesson_mode,
      "cmi.student_data.mastery_score": session.mastery_score,
      "cmi.student_data.max_time_allowed": session.max_time_allowed,
      "cmi.student_data.time_limit_action": session.time_limit_action,
      "cmi.launch_data": session.launch_data,
    }),
  },
  scorm2004: {
    api: "API_1484_11",
    constructor: "Scorm2004API",
    calls: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit"],
    enquiries: ["GetLastError", "GetErrorString", "GetDiagnostic"],
    noTime: "PT0S",
    totalTime: "cmi.total_time",
    notMistaken: ["403"], // asking after a value that was never set
    given: (session) => ({
      "cmi.learner_id": session.student_id,
      "cmi.learner_name": session.student_name,
      "cmi.credit": session.credit,
      "cmi.entry": session.entry,
      "cmi.mode": session.lesson_mode,
      "cmi.completion_threshold": session.completion_threshold,
      "cmi.scaled_passing_score": session.scaled_passing_score,
      "cmi.launch_data": session.launch_data,
    }),
  },
};

function again({ session, stored, commit, record, navigate }) {
  const standard = STANDARDS[session.standard];
  const given = Object.fromEntries(Object.entries(standard.given(session)).filter(([, value]) => value !== ""));
  let failed = false; // in the call under way the server said no: not the package's fault

  const api = new window[standard.constructor]({
    lmsCommitUrl: session.commit_url,
    dataCommitFormat: "flattened",
    autocommit: false,
    autoProgress: session.auto_continue,
    mastery_override: true,
    logLevel: "NONE",
    httpService: {
      processHttpRequest(url, values, finishing) {
        // Empty lists come as objects; what the platform has given comes back unasked.
        const isTheScos = ([element, value]) => typeof value === "string" && !(element in given);
        const theScos = Object.entries(values).filter(isTheScos);
        const { answer, error } = commit(new Map(theScos), finishing);
        failed = answer !== "true";
        return { result: answer, errorCode: Number(error) };
      },
      updateSettings() {},
    },
  });
  api.loadFromFlattenedJSON({ [standard.totalTime]: standard.noTime, ...Object.fromEntries(stored), ...given });
  api.on("SequenceNext", () => navigate("continue"));
  api.on("SequencePrevious", () => navigate("previous"));

  const [lastError, errorString] = standard.enquiries;

  const logged = (name) => (...args) => {
    failed = false;
    const answer = api[name](...args);
    const error = api[lastError]();
    const refused = !["0", ...standard.notMistaken].includes(error) && !failed && !standard.enquiries.includes(name);
    record(name, args, answer, error, refused ? api[errorString](error) : null);
    return answer;
  };
  return Object.fromEntries([...standard.calls, ...standard.enquiries].map((name) => [name, logged(name)]));
}

window[STANDARDS[platform.session.standard].api] = again(platform);
