/* APIs that are not this launch's: they answer anything kindly, store nothing, and log a violation. */
"use strict";

const decoys = {
  API: ["Initialize", "Finish", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString", "GetDiagnostic"]
    .map((name) => `LMS${name}`),
  API_1484_11: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString",
    "GetDiagnostic"],
};

const answers = { GetValue: "", GetLastError: "0", GetErrorString: "", GetDiagnostic: "" };

for (const api of platform.session.decoys) {
  const call = (name) => (...args) => {
    const answer = answers[name.replace(/^LMS/, "")] ?? "true";
    platform.record(name, args, answer, "0", `window.${api} is not the API of this launch`);
    return answer;
  };
  window[api] = Object.fromEntries(decoys[api].map((name) => [name, call(name)]));
}
