"""A stand-in for the learning platform, for tests of packages in a real browser.

The first users' platform is Moodle, so this one behaves as Moodle 4.5 was measured to behave, in the
strict setting (`scormstandard=1`), and refuses besides what SCORM 1.2 refuses: as far as the facts go,
what passes here passes there. Nothing of it is shared with the package
builder, and nothing is copied from any platform.

    with Platform() as platform:
        platform.mount("fire", zip_bytes)
        page.goto(platform.launch("fire", learner="ola"))
        platform.wait_until(lambda: platform.recorded("fire").get("cmi.suspend_data") == "…")
        assert platform.violations("fire") == []

The parts:

- `package.py`   a zip as the platform imports it: stored names, media types, what the manifest says;
- `server.py`    `Platform`: packages, sessions, what was committed and called, faults;
- `pages.py`     the HTML around the package: player, frames and portals, log-in page;
- `page.js`      in the player: the way to the server and the log of calls, the same for both APIs;
- `strict12.js`  our own SCORM 1.2 API, one table of elements;
- `again.js`     the npm package scorm-again behind the same server, a second opinion;
- `decoy.js`     APIs that a package must not mistake for its own;
- `conversations/`  what both must answer, call by call, as JSON.

Own rules, in no standard: a response that begins like a formula, a blank score and a second
LMSInitialize on one page are accepted, and are violations all the same. A refusal that the platform is
to blame for (a failing commit, an element that a quirk takes away) is none.

Faults are switched by the test while the course runs (`platform.faults = Faults(gone=True)`), take
effect at the server alone, and concern every session of that `Platform`; the page learns of them by
its requests only. The call log travels apart from the commits and through every fault: it is the
test's knowledge, never the platform's.
"""
