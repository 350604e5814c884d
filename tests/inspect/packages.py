"""Small sound packages, written by hand from the standards: what `inspect` finds nothing in. Tests break them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

Files = dict[str, bytes]
"""What a package holds, by path."""

PAGE: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Fire safety</title><link rel="stylesheet" href="course.css"></head>
<body>
<main>
<h1>Fire safety</h1>
<p>Close the doors, warn the others, call 110.</p>
<img src="door.svg" alt="A door that is closed">
<button id="done">I have read this</button>
</main>
<script src="course.js"></script>
</body>
</html>
"""
STYLE: Final = "main { max-width: 40rem; margin: auto; }\n"
DRAWING: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 8"><path d="M0 0h4v8H0z"/></svg>\n'

FIND: Final = """(function () {
  function find(win) {
    for (var tries = 0; tries < 20 && !win.NAME && win.parent !== win; tries += 1) win = win.parent;
    return win.NAME || null;
  }
  var api = find(window) || (window.opener ? find(window.opener) : null);
  if (!api) return;
"""
"""Looks for the platform's API; `NAME` is what that is called."""

SCRIPT_12: Final = (
    FIND.replace("NAME", "API")
    + """  api.LMSInitialize("");
  if (api.LMSGetValue("cmi.core.lesson_status") === "not attempted") {
    api.LMSSetValue("cmi.core.lesson_status", "incomplete");
    api.LMSCommit("");
  }
  document.getElementById("done").addEventListener("click", function () {
    api.LMSSetValue("cmi.core.score.min", "0");
    api.LMSSetValue("cmi.core.score.max", "100");
    api.LMSSetValue("cmi.core.score.raw", "100");
    api.LMSSetValue("cmi.core.lesson_status", "completed");
    api.LMSCommit("");
  });
  window.addEventListener("pagehide", function () {
    api.LMSFinish("");
  });
})();
"""
)
SCRIPT_2004: Final = (
    FIND.replace("NAME", "API_1484_11")
    + """  api.Initialize("");
  if (api.GetValue("cmi.completion_status") === "unknown") {
    api.SetValue("cmi.completion_status", "incomplete");
    api.Commit("");
  }
  document.getElementById("done").addEventListener("click", function () {
    api.SetValue("cmi.score.min", "0");
    api.SetValue("cmi.score.max", "100");
    api.SetValue("cmi.score.raw", "100");
    api.SetValue("cmi.score.scaled", "1");
    api.SetValue("cmi.success_status", "passed");
    api.SetValue("cmi.completion_status", "completed");
    api.Commit("");
  });
  window.addEventListener("pagehide", function () {
    api.Terminate("");
  });
})();
"""
)
SCRIPT_CMI5: Final = """(function () {
  var asked = new URLSearchParams(location.search);
  var endpoint = asked.get("endpoint");
  if (!endpoint) return;
  function send(token, verb, result) {
    return fetch(endpoint + "statements", {
      method: "POST",
      keepalive: true,
      headers: {
        Authorization: "Basic " + token,
        "Content-Type": "application/json",
        "X-Experience-API-Version": "1.0.3"
      },
      body: JSON.stringify({
        id: crypto.randomUUID(),
        actor: JSON.parse(asked.get("actor")),
        verb: { id: "http://adlnet.gov/expapi/verbs/" + verb },
        object: { id: asked.get("activityId") },
        context: {
          registration: asked.get("registration"),
          contextActivities: { category: [{ id: "https://w3id.org/xapi/cmi5/context/categories/cmi5" }] }
        },
        result: result,
        timestamp: new Date().toISOString()
      })
    });
  }
  fetch(asked.get("fetch"), { method: "POST" })
    .then(function (answer) { return answer.json(); })
    .then(function (answer) {
      var token = answer["auth-token"];
      send(token, "initialized");
      document.getElementById("done").addEventListener("click", function () {
        send(token, "completed", { completion: true, duration: "PT1M" });
      });
      window.addEventListener("pagehide", function () {
        send(token, "terminated", { duration: "PT1M" });
      });
    });
})();
"""
SCRIPT_TINCAN: Final = """(function () {
  var asked = new URLSearchParams(location.search);
  var endpoint = asked.get("endpoint");
  if (!endpoint) return;
  function send(verb, result) {
    return fetch(endpoint + "statements", {
      method: "POST",
      keepalive: true,
      headers: {
        Authorization: asked.get("auth"),
        "Content-Type": "application/json",
        "X-Experience-API-Version": "1.0.3"
      },
      body: JSON.stringify({
        actor: JSON.parse(asked.get("actor")),
        verb: { id: "http://adlnet.gov/expapi/verbs/" + verb },
        object: { id: asked.get("activity_id") },
        result: result
      })
    });
  }
  send("initialized");
  document.getElementById("done").addEventListener("click", function () {
    send("completed", { completion: true, score: { scaled: 1 } });
  });
  window.addEventListener("pagehide", function () {
    send("terminated");
  });
})();
"""

MANIFEST_12: Final = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="fire-safety" version="1.0"
    xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="org-fire">
    <organization identifier="org-fire">
      <title>Fire safety</title>
      <item identifier="item-fire" identifierref="sco-fire" isvisible="true">
        <title>Fire safety</title>
        <adlcp:masteryscore>80</adlcp:masteryscore>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco-fire" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/>
      <file href="course.css"/>
      <file href="course.js"/>
      <file href="door.svg"/>
    </resource>
  </resources>
</manifest>
"""
MANIFEST_2004: Final = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="fire-safety" version="1.0"
    xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
    xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"
    xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
    xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>2004 4th Edition</schemaversion>
  </metadata>
  <organizations default="org-fire">
    <organization identifier="org-fire">
      <title>Fire safety</title>
      <item identifier="item-fire" identifierref="sco-fire" isvisible="true">
        <title>Fire safety</title>
        <imsss:sequencing>
          <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>
        </imsss:sequencing>
        <adlnav:presentation>
          <adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI></adlnav:navigationInterface>
        </adlnav:presentation>
      </item>
      <imsss:sequencing>
        <imsss:controlMode choice="true" flow="true"/>
      </imsss:sequencing>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco-fire" type="webcontent" adlcp:scormType="sco" href="index.html">
      <file href="index.html"/>
      <file href="course.css"/>
      <file href="course.js"/>
      <file href="door.svg"/>
    </resource>
  </resources>
</manifest>
"""
STRUCTURE_CMI5: Final = """<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="https://example.org/fire-safety">
    <title><langstring lang="en">Fire safety</langstring></title>
    <description><langstring lang="en">What to do when it burns.</langstring></description>
  </course>
  <au id="https://example.org/fire-safety/au" moveOn="Completed" masteryScore="0.8" launchMethod="AnyWindow">
    <title><langstring lang="en">Fire safety</langstring></title>
    <description><langstring lang="en">What to do when it burns.</langstring></description>
    <url>index.html</url>
  </au>
</courseStructure>
"""
DESCRIPTOR_TINCAN: Final = """<?xml version="1.0" encoding="UTF-8"?>
<tincan xmlns="http://projecttincan.com/tincan.xsd">
  <activities>
    <activity id="https://example.org/fire-safety" type="http://adlnet.gov/expapi/activities/course">
      <name>Fire safety</name>
      <description lang="en">What to do when it burns.</description>
      <launch lang="en">index.html</launch>
    </activity>
  </activities>
</tincan>
"""


def scorm12(manifest: str = MANIFEST_12) -> Files:
    """A SCORM 1.2 package of one SCO."""
    return {"imsmanifest.xml": manifest.encode(), **_content(SCRIPT_12)}


def scorm2004(manifest: str = MANIFEST_2004) -> Files:
    """A SCORM 2004 package of one SCO, 4th Edition."""
    return {"imsmanifest.xml": manifest.encode(), **_content(SCRIPT_2004)}


def cmi5(structure: str = STRUCTURE_CMI5) -> Files:
    """A cmi5 package of one AU."""
    return {"cmi5.xml": structure.encode(), **_content(SCRIPT_CMI5)}


def tincan(descriptor: str = DESCRIPTOR_TINCAN) -> Files:
    """A Tin Can package of one activity."""
    return {"tincan.xml": descriptor.encode(), **_content(SCRIPT_TINCAN)}


SOUND: Final[Mapping[str, Callable[[], Files]]] = {
    "scorm12": scorm12,
    "scorm2004-2nd": lambda: scorm2004(MANIFEST_2004.replace("2004 4th Edition", "CAM 1.3")),
    "scorm2004-3rd": lambda: scorm2004(MANIFEST_2004.replace("4th", "3rd")),
    "scorm2004-4th": scorm2004,
    "cmi5": cmi5,
    "tincan": tincan,
}
"""One for each standard and edition."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files, as any packer makes it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def written(folder: Path, content: bytes | Mapping[str, bytes], name: str = "package.zip") -> Path:
    """A zip on the disk, of files or of bytes as they are."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else zipped(content))
    return path


def _content(script: str) -> Files:
    return {
        "index.html": PAGE.encode(),
        "course.css": STYLE.encode(),
        "course.js": script.encode(),
        "door.svg": DRAWING.encode(),
    }


def edited(files: Files, path: str, old: str, new: str) -> Files:
    """A package with one text of a file changed everywhere."""
    text = files[path].decode()
    assert old in text, f"{path} has no {old!r}"
    return {**files, path: text.replace(old, new).encode()}


def without(files: Files, path: str) -> Files:
    """A package without a file."""
    return {name: content for name, content in files.items() if name != path}
