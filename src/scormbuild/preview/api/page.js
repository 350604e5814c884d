/* The player page's way to the server, the same for both APIs: commits, and the log of calls.

   `platform.session` is what the server says about this launch; `stored` what it has, element by element;
   `commit` carries what the learner did; `record` notes one call of the API. The log of calls is our own
   side channel and counts as storage nowhere. */
"use strict";

const platform = (() => {
  const session = JSON.parse(document.getElementById("session").textContent);

  // Chromium lets 64 KiB of beacons be under way at a time (Fetch, keepalive), and Moodle's form encoding
  // takes its part: 30,000 characters were saved, 63,000 lost [M]. The line is drawn here, between the two.
  const BEACON_BYTES = 60_000;
  const SHORTENED = 4_096; // characters of an argument that a beacon of the log may carry: a whole state of SCORM 1.2

  let leaving = false; // pagehide has fired
  const unlogged = [];
  let recorded = 0;
  let sendings = 0;
  let flushing = false;

  /* What the platform is believed to have. Moodle counts an element as stored when it collects it for a commit,
     whatever becomes of that commit, and sends it again only when its value changes [C]: what was lost with a
     failed commit stays lost until it is set to something else. The quirk `sends-all` is kinder; so is SCORM 2004,
     where every commit carries what differs from the values of the launch [C]. */
  const stored = new Map(Object.entries(session.data));

  /* Commit a whole data model; answers {answer, error}. session_time is never sent: the session's end adds it to
     total_time, so a session that is never finished counts no time. */
  function commit(values, finishing) {
    const isKept = (element) => element.startsWith("cmi.") && !element.endsWith(".session_time");
    const isNew = (element, value) => session.quirks.includes("sends-all") || value !== (stored.get(element) ?? "");
    const collected = [...values].filter(([element, value]) => isKept(element) && isNew(element, value));
    collected.forEach(([element, value]) => {
      // total_time is computed anew: a second LMSFinish starts from the same sum [C].
      if (session.standard === "scorm12" && element !== "cmi.core.total_time") {
        stored.set(element, value);
      }
    });
    return send(Object.fromEntries(collected), finishing);
  }

  addEventListener("pagehide", () => {
    leaving = true;
    flush();
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });

  /* By a synchronous request, or while the page is hidden or unloads by sendBeacon. Where the request itself
     fails, Moodle tries the beacon too, and a beacon's answer is always "true": so "true" comes back from a
     dead network as well [M]. */
  function send(data, finishing) {
    const call = recorded + 1; // the number that the call under way will have in the log
    if (!leaving && document.visibilityState !== "hidden") {
      const request = new XMLHttpRequest();
      request.open("POST", session.commit_url, false);
      const calls = unlogged.slice();
      try {
        request.send(JSON.stringify({ sending: nextSending(), call, data, finishing, calls }));
        forget(calls);
        return answerIn(request);
      } catch (networkError) {
        // falls through to the beacon
      }
    }
    const body = JSON.stringify({ sending: nextSending(), call, data, finishing, calls: [] });
    if (new Blob([body]).size <= BEACON_BYTES) {
      navigator.sendBeacon(`${session.commit_url}?beacon`, body);
    }
    return { answer: "true", error: "0" };
  }

  /* Tells the server a browser's second try of one sending from another sending. */
  function nextSending() {
    sendings += 1;
    return sendings;
  }

  function answerIn(request) {
    try {
      return JSON.parse(request.responseText);
    } catch (notJson) {
      return { answer: "false", error: "101" };
    }
  }

  /* Note a call. `violation` says what the package did wrong, or is null: a platform's failure is not. */
  function record(method, args, answer, error, violation) {
    recorded += 1;
    unlogged.push({ number: recorded, method, args: args.map(String), answer, error, violation });
    queueMicrotask(flush);
  }

  /* The log travels at once and by itself, so that no fault and no lost commit hides a call from who looks on.
     Each call is numbered: the server takes it once, however often it comes. */
  function flush() {
    if (unlogged.length === 0) {
      return;
    }
    if (leaving) {
      const calls = unlogged.splice(0).map((call) => ({ ...call, args: call.args.map(shortened) }));
      navigator.sendBeacon(session.log_url, JSON.stringify({ calls }));
    } else if (!flushing) {
      flushing = true;
      const calls = unlogged.slice();
      fetch(session.log_url, { method: "POST", body: JSON.stringify({ calls }) })
        .then(() => forget(calls))
        .catch(() => new Promise((resolve) => setTimeout(resolve, 200))) // the browser itself is offline
        .then(() => {
          flushing = false;
          flush();
        });
    }
  }

  // Beacons of the log must leave room for beacons of commits.
  function shortened(arg) {
    return arg.length <= SHORTENED ? arg : `${arg.slice(0, SHORTENED)}… (${arg.length})`;
  }

  function forget(calls) {
    const sent = new Set(calls.map((call) => call.number));
    unlogged.splice(0, Infinity, ...unlogged.filter((call) => !sent.has(call.number)));
  }

  /* After the session's end: `nav.event` or `adl.nav.request`, or the platform's automatic continue, opens another SCO [M]. */
  function navigate(event) {
    const url = event === "previous" ? session.previous_url : session.next_url;
    if (url !== null && (event !== "" || session.auto_continue)) {
      setTimeout(() => location.assign(url));
    }
  }

  return { session, stored, commit, record, navigate };
})();
