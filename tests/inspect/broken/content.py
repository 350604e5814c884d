"""Packages whose pages and scripts do something wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tests.inspect.packages import (
    MANIFEST_2004,
    PAGE,
    SCRIPT_12,
    SCRIPT_2004,
    Files,
    cmi5,
    edited,
    scorm12,
    scorm2004,
    tincan,
)

FILM: Final = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
CAPTIONS: Final = b"WEBVTT\n\n00:00.000 --> 00:02.000\nClose the doors.\n"


def in_page(markup: str, files: Files | None = None) -> Files:
    """A package with more at the end of its page."""
    return edited(scorm12() if files is None else files, "index.html", "</main>", f"{markup}\n</main>")


def in_head(markup: str) -> Files:
    return edited(scorm12(), "index.html", "</head>", f"{markup}\n</head>")


def in_script(code: str, files: Files | None = None) -> Files:
    """A package with more in its script."""
    made = scorm12() if files is None else files
    return {**made, "course.js": made["course.js"] + code.encode()}


def in_scorm2004(code: str) -> Files:
    return in_script(code, scorm2004())


def with_file(files: Files, path: str, content: bytes, manifest: str = "imsmanifest.xml") -> Files:
    """A package with one more file, which the manifest names."""
    declared = edited(files, manifest, '<file href="door.svg"/>', f'<file href="door.svg"/><file href="{path}"/>')
    return {**declared, path: content}


def film(markup: str, captions: bytes | None = None) -> Files:
    made = with_file(in_page(markup), "fire.mp4", FILM)
    return made if captions is None else with_file(made, "fire.vtt", captions)


def with_script(script: str, files: Files | None = None) -> Files:
    """A package with another script."""
    return {**(scorm12() if files is None else files), "course.js": script.encode()}


def silent(script: str, *lines: str) -> str:
    """A script without the lines that have these words."""
    kept = [line for line in script.splitlines(keepends=True) if not any(word in line for word in lines)]
    assert len(kept) < script.count("\n"), lines
    return "".join(kept)


def flash() -> Files:
    made = in_page('<object data="fire.swf" type="application/x-shockwave-flash">Get Flash</object>')
    return with_file(made, "fire.swf", b"FWS\x09")


def score_to_pass_2004() -> Files:
    """A SCO of SCORM 2004 with a score to pass, and none sent."""
    objectives = (
        '<imsss:objectives><imsss:primaryObjective objectiveID="all" satisfiedByMeasure="true">'
        "<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>"
    )
    manifest = MANIFEST_2004.replace("<imsss:deliveryControls", f"{objectives}<imsss:deliveryControls")
    return with_script(silent(SCRIPT_2004, "cmi.score"), scorm2004(manifest))


NO_CALL: Final = "document.getElementById('done').disabled = false;\n"

BROKEN: Final[Mapping[str, Callable[[], bytes | Files]]] = {
    # reading
    "not-read": lambda: in_page("<div>" * 3000),
    # requests
    "external-request": lambda: in_head('<link rel="stylesheet" href="https://fonts.example.com/css?family=Lato">'),
    "insecure-request": lambda: in_page('<iframe src="http://video.example.com/1" title="A film"></iframe>'),
    "synchronous-request": lambda: in_script('var x = new XMLHttpRequest(); x.open("GET", "door.svg", false);'),
    "reference-missing": lambda: in_page('<img src="images/window.png" alt="A window">'),
    # calls
    "api-not-sought": lambda: with_script(NO_CALL),
    "wrong-api": lambda: with_script(SCRIPT_2004),
    "element-of-other-edition": lambda: in_script('function f(api) { return api.LMSGetValue("cmi.location"); }'),
    "completion-not-set": lambda: with_script(SCRIPT_12.replace("lesson_status", "lesson_location")),
    "score-not-set": lambda: with_script(silent(SCRIPT_12, "cmi.core.score")),
    "session-not-ended": lambda: with_script(silent(SCRIPT_12, "LMSFinish")),
    "never-committed": lambda: with_script(silent(SCRIPT_12, "LMSCommit")),
    "exit-vocabulary": lambda: in_script('function f(api) { api.LMSSetValue("cmi.core.exit", "normal"); }'),
    "result-vocabulary": lambda: in_script(
        'function f(api, n) { api.LMSSetValue("cmi.interactions." + n + ".result", "incorrect"); }'
    ),
    "status-vocabulary": lambda: in_script('function f(api) { api.LMSSetValue("cmi.core.lesson_status", "done"); }'),
    "status-not-attempted": lambda: in_script(
        'function f(api) { api.LMSSetValue("cmi.core.lesson_status", "not attempted"); }'
    ),
    "time-format": lambda: in_script('function f(api) { api.LMSSetValue("cmi.core.session_time", "1:30"); }'),
    "value-too-long": lambda: in_script(f'function f(api) {{ api.LMSSetValue("cmi.suspend_data", "{"x" * 4097}"); }}'),
    "state-unbounded": lambda: in_script(
        'function f(api, all) { api.LMSSetValue("cmi.suspend_data", JSON.stringify(all)); }'
    ),
    "only-local-storage": lambda: in_script('localStorage.setItem("page", "3");'),
    # statements
    "fetch-not-used": lambda: edited(cmi5(), "course.js", "auth-token", "auth"),
    "statements-not-sent": lambda: edited(tincan(), "course.js", '"statements"', '"about"'),
    # browsers
    "unload-handler": lambda: in_script('window.addEventListener("unload", function () {});'),
    "beforeunload-handler": lambda: in_script("window.onbeforeunload = function () {};"),
    "document-write": lambda: in_script('document.write("<p>Fire</p>");'),
    "dynamic-code": lambda: in_script('eval("1 + 1");'),
    "plugin-content": flash,
    "service-worker": lambda: in_script('navigator.serviceWorker.register("course.js");'),
    "leaves-frame": lambda: in_script('function f() { window.top.location.href = "index.html"; }'),
    "opens-window": lambda: in_script('function f() { window.open("index.html"); }'),
    # access
    "image-without-alt": lambda: edited(scorm12(), "index.html", ' alt="A door that is closed"', ""),
    "control-without-name": lambda: in_page('<button type="button"><i class="icon"></i></button>'),
    "page-without-language": lambda: edited(scorm12(), "index.html", '<html lang="en">', "<html>"),
    "page-without-title": lambda: edited(scorm12(), "index.html", "<title>Fire safety</title>", ""),
    "zoom-forbidden": lambda: in_head('<meta name="viewport" content="width=device-width, user-scalable=no">'),
    "media-without-text": lambda: film('<video src="fire.mp4" controls></video>'),
    "track-not-webvtt": lambda: film(
        '<video src="fire.mp4" controls><track kind="captions" src="fire.vtt" srclang="en"></video>',
        b"1\n00:00:00,000 --> 00:00:02,000\nClose the doors.\n",
    ),
    "starts-aloud": lambda: with_file(in_page('<audio src="fire.mp3" autoplay></audio>'), "fire.mp3", b"ID3"),
}

VARIANTS: Final = (
    ("a script of another server", "external-request", lambda: in_script('import("https://cdn.example.com/a.js");')),
    ("fetch of a literal", "external-request", lambda: in_script('fetch("https://api.example.com/v1");')),
    ("a font", "external-request", lambda: {**scorm12(), "course.css": b"@font-face{src:url(//f.example.com/a.woff)}"}),
    ("a source", "external-request", lambda: in_script('new Image().src = "https://pixel.example.com/1.gif";')),
    ("a picture over http", "external-request", lambda: in_page('<img src="http://example.com/a.png" alt="A">')),
    ("a font that isn't there", "reference-missing", lambda: {**scorm12(), "course.css": b"a{background:url(a.png)}"}),
    ("a base elsewhere", "external-request", lambda: in_page('<img srcset="https://example.com/a.png 2x" alt="A">')),
    ("jQuery's way", "synchronous-request", lambda: in_script('$.ajax({ url: "door.svg", async: false });')),
    ("minified", "synchronous-request", lambda: in_script('var x=new XMLHttpRequest;x.open("GET","a",!1)')),
    ("1.2 in 2004", "wrong-api", lambda: with_script(SCRIPT_12, scorm2004())),
    ("cmi.core in 2004", "element-of-other-edition", lambda: in_scorm2004('f("cmi.core.lesson_status", "passed");')),
    ("an asset that is a SCO", "api-not-sought", lambda: with_script(NO_CALL, scorm2004())),
    ("2004 without Terminate", "session-not-ended", lambda: with_script(silent(SCRIPT_2004, "Terminate"), scorm2004())),
    ("2004 without Commit", "never-committed", lambda: with_script(silent(SCRIPT_2004, "Commit"), scorm2004())),
    ("2004 without score", "score-not-set", score_to_pass_2004),
    ("a wrong word of 2004", "result-vocabulary", lambda: in_scorm2004('set("cmi.interactions.0.result", "wrong");')),
    ("a time of 1.2 in 2004", "time-format", lambda: in_scorm2004('set("cmi.session_time", "00:01:30");')),
    ("an exit of nobody's", "exit-vocabulary", lambda: in_scorm2004('set("cmi.exit", "done");')),
    ("a status of 1.2 in 2004", "status-vocabulary", lambda: in_scorm2004('set("cmi.success_status", "completed");')),
    (
        "a state of the 4th Edition in the 3rd",
        "value-too-long",
        lambda: in_script(
            f'set("cmi.suspend_data", "{"x" * 4001}");',
            scorm2004(MANIFEST_2004.replace("2004 4th Edition", "2004 3rd Edition")),
        ),
    ),
    ("a long location", "value-too-long", lambda: in_scorm2004(f'set("cmi.location", "{"x" * 1001}");')),
    ("no statements in cmi5", "statements-not-sent", lambda: with_script(NO_CALL, cmi5())),
    ("body onunload", "unload-handler", lambda: edited(scorm12(), "index.html", "<body>", '<body onunload="end()">')),
    ("jQuery's unload", "unload-handler", lambda: in_script('$(window).on("unload.course", end);')),
    ("attachEvent", "unload-handler", lambda: in_script('window.attachEvent("onunload", end);')),
    ("new Function", "dynamic-code", lambda: in_script('new Function("return 1")();')),
    ("a string for a timer", "dynamic-code", lambda: in_script('setTimeout("next()", 100);')),
    (
        "an empty title",
        "page-without-title",
        lambda: edited(scorm12(), "index.html", ">Fire safety</title>", "></title>"),
    ),
    ("a field", "control-without-name", lambda: in_page('<input type="text" id="answer">')),
    ("a scale of 1", "zoom-forbidden", lambda: in_head('<meta name="viewport" content="maximum-scale=1.0">')),
)

SOUND: Final = (
    ("values that are asked for", lambda: in_script('f.get("cmi.core.exit", "none"); is("cmi.core.exit", "none");')),
    ("a truth beside an element", lambda: in_script('set("cmi.core.exit", true);')),
    ("comments", lambda: in_script('// window.onunload = f; eval("1");\n/* document.write("x") */')),
    ("strings", lambda: in_script("var help = 'call eval(1) or document.write(2) and open(\"GET\", x, false)';")),
    ("a regular expression", lambda: in_script("var quote = /[\"'`/]/; var text = 'eval(1)';")),
    ("a link", lambda: in_page('<a href="https://example.com/more">More</a>')),
    ("a namespace", lambda: in_script('document.createElementNS("http://www.w3.org/2000/svg", "svg");')),
    ("canonical", lambda: in_head('<link rel="canonical" href="https://example.com/">')),
    ("a handler taken away", lambda: in_script("window.onunload = null;")),
    ("both editions", lambda: in_script(SCRIPT_2004)),
    ("a hidden picture", lambda: in_page('<img src="door.svg" aria-hidden="true">')),
    ("a picture of a template", lambda: in_page('<template><img src="door.svg"></template>')),
    ("a picture that a script describes", lambda: in_script("image.alt = text;", in_page('<img src="door.svg">'))),
    (
        "a picture that a script of a script describes",
        lambda: with_file(
            in_script('import("./texts.js");', in_page('<img src="door.svg">')), "texts.js", b"image.alt = text;"
        ),
    ),
    (
        "a picture with a caption",
        lambda: in_page('<figure><img src="door.svg"><figcaption>A door that is closed</figcaption></figure>'),
    ),
    ("a state of the 4th Edition", lambda: in_scorm2004(f'set("cmi.suspend_data", "{"x" * 64000}");')),
    ("a label", lambda: in_page('<label for="a">Name</label><input id="a"> <label>Age <input></label>')),
    ("a button with a picture", lambda: in_page('<button><img src="door.svg" alt="Shut"></button>')),
    (
        "a film with captions",
        lambda: film(
            '<video src="fire.mp4" controls><track kind="captions" src="fire.vtt" srclang="en"></video>', CAPTIONS
        ),
    ),
    ("a film without sound", lambda: film('<video src="fire.mp4" muted autoplay></video>')),
    (
        "a plug-in with something instead",
        lambda: (
            film(
                '<object type="application/x-shockwave-flash" data="a.swf"><video src="fire.mp4" muted></video>'
                "</object>"
            )
            | {"a.swf": b"FWS"}
        ),
    ),
    (
        "the state with a limit",
        lambda: in_script(
            'if (JSON.stringify(all).length < 4096) api.LMSSetValue("cmi.suspend_data", JSON.stringify(all));'
        ),
    ),
    (
        "a page of 1999",
        lambda: {
            **scorm12(),
            "index.html": PAGE.replace("utf-8", "iso-8859-1").replace("doors", "d\u00f8rer").encode("iso-8859-1"),
        },
    ),
)
"""What looks like a finding, and isn't one."""
