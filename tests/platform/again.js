/* The npm package scorm-again (its global `Scorm12API`) behind our server: a second opinion on SCORM 1.2.

   It goes the same way as strict12.js: what was stored comes back, commits are synchronous and LMSCommit
   answers what the server said, masteryscore overrules the status at LMSFinish, every call is logged. A status
   that was never set stays `not attempted`, though: its `autoCompleteLessonStatus` takes its own default for
   one that the package has set. */
"use strict";

function again({ session, stored, commit, record, navigate }) {
  const given = {
    "cmi.core.student_id": session.student_id,
    "cmi.core.student_name": session.student_name,
    "cmi.core.credit": session.credit,
    "cmi.core.entry": session.entry,
    "cmi.core.lesson_mode": session.lesson_mode,
    "cmi.student_data.mastery_score": session.mastery_score,
    "cmi.student_data.max_time_allowed": session.max_time_allowed,
    "cmi.student_data.time_limit_action": session.time_limit_action,
    "cmi.launch_data": session.launch_data,
  };
  let failed = false; // in the call under way the server said no: not the package's fault

  const api = new Scorm12API({
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
  api.loadFromFlattenedJSON({ "cmi.core.total_time": "00:00:00", ...Object.fromEntries(stored), ...given });
  api.on("SequenceNext", () => navigate("continue"));
  api.on("SequencePrevious", () => navigate("previous"));

  const enquiries = ["LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic"];
  const calls = ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", ...enquiries];

  const logged = (name) => (...args) => {
    failed = false;
    const answer = api[name](...args);
    const error = api.LMSGetLastError();
    const refused = error !== "0" && !failed && !enquiries.includes(name);
    record(name, args, answer, error, refused ? api.LMSGetErrorString(error) : null);
    return answer;
  };
  return Object.fromEntries(calls.map((name) => [name, logged(name)]));
}

window.API = again(platform);
