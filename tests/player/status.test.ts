import assert from "node:assert/strict";
import test from "node:test";
import type { Rule } from "../../src/scormbuild/player/plan";
import { type Decision, decide, progressOf, type QuizResult, scorm12Elements, scorm2004Elements, type Standing } from "../../src/scormbuild/player/status";

/* The verdict as a table. `quizzes` are the graded ones: none, or some not finished, else some below the pass mark, or
   all passed. `spent`: one that isn't passed has no attempts left. A star stands for anything. */
const VERDICTS = `
  rule      pages  quizzes     spent  verdict
  passed    *      *           yes    failed
  passed    open   *           no     -
  passed    done   unfinished  no     -
  passed    done   below       no     failed
  passed    done   passed      no     passed
  passed    done   none        no     passed
  finished  open   *           *      -
  finished  done   unfinished  *      -
  finished  done   below       *      completed
  finished  done   passed      *      completed
  finished  done   none        *      completed
  none      open   *           *      -
  none      done   unfinished  *      completed
  none      done   below       *      completed
  none      done   passed      *      completed
  none      done   none        *      completed
`;

/* What is sent, by the verdict and by what the platform has; a dot is nothing. */
const SENT = `
  verdict    (empty)     not-attempted  incomplete  browsed    failed     completed  passed
  -          incomplete  incomplete     .           .          .          .          .
  failed     failed      failed         failed      failed     .          .          .
  completed  completed   completed      completed   completed  completed  .          .
  passed     passed      passed         passed      passed     passed     passed     .
`;

const rows = (table: string) => table.trim().split("\n").map((row) => row.trim().split(/\s+/));
const [SENT_HEAD = [], ...SENT_ROWS] = rows(SENT);

function verdictOf(facts: string[]): string {
  const found = rows(VERDICTS).slice(1).filter((row) => facts.every((fact, index) => row[index] === "*" || row[index] === fact));
  assert.equal(found.length, 1, `one row for ${facts.join(" ")}`);
  return (found[0] as string[])[4] as string;
}

function sentFor(verdict: string, earlier: string): string | null {
  const column = SENT_HEAD.indexOf(earlier.replace(" ", "-") || "(empty)");
  const sent = SENT_ROWS.find((row) => row[0] === verdict)?.[column];
  return sent === "." ? null : (sent ?? null);
}

const RULES: Rule[] = (["all", "none"] as const).flatMap((pages) =>
  (["passed", "finished", "none"] as const).map((quiz) => ({ pages, quiz, mastery: 80 })),
);
const EARLIER = ["", "not attempted", "incomplete", "browsed", "failed", "completed", "passed"];
const RAWS = [null, 0, 50, 79.99, 100];
const QUIZ_STATES: (QuizResult & { is: string })[] = [
  { is: "unfinished", attempts: 0, attemptsLeft: true, best: 0, pass: 8000 },
  { is: "below", attempts: 1, attemptsLeft: true, best: 7999, pass: 8000 },
  { is: "below spent", attempts: 2, attemptsLeft: false, best: 3333, pass: 8000 },
  { is: "passed", attempts: 1, attemptsLeft: true, best: 8000, pass: 8000 },
  { is: "passed", attempts: 2, attemptsLeft: false, best: 10000, pass: 8000 },
];
const QUIZZES = [[], ...QUIZ_STATES.map((one) => [one]), ...QUIZ_STATES.flatMap((one) => QUIZ_STATES.map((two) => [one, two]))];

const kindOf = (quizzes: (QuizResult & { is: string })[]) =>
  quizzes.length === 0 ? "none" : (["unfinished", "below", "passed"].find((kind) => quizzes.some(({ is }) => is.startsWith(kind))) as string);

test("every combination of rule, pages, quizzes and earlier standing is what the tables say", () => {
  let combinations = 0;
  for (const rule of RULES) {
    for (const visited of [true, false]) {
      for (const quizzes of QUIZZES) {
        const pages = visited || rule.pages === "none" ? "done" : "open";
        const spent = quizzes.some(({ is }) => is.endsWith("spent")) ? "yes" : "no";
        const verdict = verdictOf([rule.quiz, pages, kindOf(quizzes), spent]);
        const hundredths = quizzes.reduce((sum, quiz) => sum + quiz.best, 0) / quizzes.length;
        const isUntaken = verdict === "completed" && kindOf(quizzes) === "unfinished";
        const isScored = verdict !== "-" && quizzes.length > 0 && !isUntaken;
        const mean = isScored ? Math.round(hundredths) / 100 : null;
        for (const status of EARLIER) {
          for (const raw of RAWS) {
            const decision = decide(rule, visited, quizzes, { status, raw });
            const said = JSON.stringify({ rule, visited, quizzes, status, raw });
            assert.equal(decision.status, sentFor(verdict, status), said);
            assert.equal(decision.raw, mean === null || mean <= (raw ?? -1) ? null : mean, said);
            combinations += 1;
          }
        }
      }
    }
  }
  assert.equal(combinations, 6 * 2 * 31 * 7 * 5);
});

test("a score has at most two decimals, and goes before the status", () => {
  const thirds = { attempts: 1, attemptsLeft: true, pass: 5000 };
  const quizzes = [{ ...thirds, best: 6667 }, { ...thirds, best: 10000 }, { ...thirds, best: 8000 }];
  const decision = decide({ pages: "none", quiz: "passed", mastery: 50 }, false, quizzes, { status: "incomplete", raw: null });
  assert.deepEqual(scorm12Elements(decision), [
    ["cmi.core.score.raw", "82.22"],
    ["cmi.core.score.min", "0"],
    ["cmi.core.score.max", "100"],
    ["cmi.core.lesson_status", "passed"],
  ]);
  assert.deepEqual(scorm12Elements({ status: null, raw: null }), []);
});

/* SCORM 2004's two statuses, by the verdict; a dot is nothing. */
const STATUSES_2004 = `
  verdict     success  completion
  -           .        .
  incomplete  .        incomplete
  failed      failed   incomplete
  completed   unknown  completed
  passed      passed   completed
`;

test("SCORM 2004 is told score, success, completion and progress, in this order", () => {
  for (const [verdict = "", success = "", completion = ""] of rows(STATUSES_2004).slice(1)) {
    for (const raw of [null, 0, 82.22, 100]) {
      const status = verdict === "-" ? null : (verdict as Decision["status"]);
      const expected = [
        ...(raw === null ? [] : [["score.raw", String(raw)], ["score.min", "0"], ["score.max", "100"], ["score.scaled", String(raw / 100)]]),
        ...(success === "." ? [] : [["success_status", success]]),
        ...(completion === "." ? [] : [["completion_status", completion]]),
        ["progress_measure", "0.5"],
      ];
      assert.deepEqual(scorm2004Elements({ status, raw }, 0.5), expected.map(([element, value]) => [`cmi.${element}`, value]));
    }
  }
});

test("a measure of progress is full only where the verdict completes, and never rounded up to it", () => {
  for (const status of ["", "incomplete", "failed"]) {
    assert.deepEqual([0, 1 / 3, 0.999, 1].map((visited) => progressOf(status, visited)), [0, 0.33, 0.99, 0.99]);
  }
  for (const status of ["completed", "passed"]) {
    assert.equal(progressOf(status, 0.2), 1);
  }
});

/* ---- every order of events, every split into sessions */

type Happening = { page: string } | { quiz: number; score: number };

interface Progress {
  visited: Set<string>;
  quizzes: QuizResult[];
}

function happen(progress: Progress, happening: Happening, limit: number): void {
  if ("page" in happening) {
    progress.visited.add(happening.page);
    return;
  }
  const quiz = progress.quizzes[happening.quiz] as QuizResult;
  if (quiz.attemptsLeft) {
    quiz.attempts += 1;
    quiz.best = Math.max(quiz.best, happening.score);
    quiz.attemptsLeft = limit === 0 || quiz.attempts < limit;
  }
}

/** What the platform has after every step; at the end of a session Moodle lets masteryscore overrule the status. */
function play(rule: Rule, order: Happening[], sessionEnds: number, graded: number, limit: number): Standing[] {
  const progress: Progress = {
    visited: new Set(),
    quizzes: Array.from({ length: graded }, () => ({ attempts: 0, attemptsLeft: true, best: 0, pass: 8000 })),
  };
  const alone = rule.pages === "none" && rule.quiz === "passed" && graded === 1;
  let standing: Standing = { status: "not attempted", raw: null };
  return order.map((happening, index) => {
    happen(progress, happening, limit);
    const sent = decide(rule, progress.visited.size === 2, progress.quizzes, standing);
    standing = { status: sent.status ?? standing.status, raw: sent.raw ?? standing.raw };
    if ((sessionEnds & (1 << index)) !== 0 && alone && standing.raw !== null) {
      standing = { ...standing, status: standing.raw >= rule.mastery ? "passed" : "failed" };
    }
    return standing;
  });
}

function ordersOf<T>(items: T[]): T[][] {
  return items.length < 2
    ? [items]
    : items.flatMap((item, index) => ordersOf([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]));
}

const RANK = ["not attempted", "incomplete", "failed", "completed", "passed"];

test("no order of events and no split into sessions lowers anything, and all end alike", () => {
  const page1 = { page: "p1" };
  const page2 = { page: "p2" };
  const scripts: { graded: number; happenings: Happening[] }[] = [
    { graded: 0, happenings: [page1, page2] },
    { graded: 1, happenings: [page1, page2, { quiz: 0, score: 5000 }, { quiz: 0, score: 9000 }] },
    { graded: 1, happenings: [page1, page2, { quiz: 0, score: 9000 }, { quiz: 0, score: 0 }, { quiz: 0, score: 7999 }] },
    { graded: 2, happenings: [page1, page2, { quiz: 0, score: 8000 }, { quiz: 1, score: 3000 }, { quiz: 1, score: 9500 }] },
  ];
  for (const rule of RULES) {
    for (const { graded, happenings } of scripts) {
      const ends = new Set<string>();
      for (const order of ordersOf(happenings)) {
        for (let sessionEnds = 0; sessionEnds < 1 << (order.length - 1); sessionEnds += 1) {
          const standings = play(rule, order, sessionEnds, graded, 0);
          standings.forEach((now, index) => {
            const before = standings[index - 1] ?? { status: "not attempted", raw: null };
            assert.ok(RANK.indexOf(now.status) >= RANK.indexOf(before.status), JSON.stringify({ rule, order, standings }));
            assert.ok((now.raw ?? -1) >= (before.raw ?? -1));
            assert.ok(now.raw === null || now.status !== "incomplete", "raw is held until the verdict stands");
            assert.ok(graded === 0 || rule.quiz === "none" || !["completed", "passed", "failed"].includes(now.status) || now.raw !== null);
          });
          ends.add(JSON.stringify(standings.at(-1)));
        }
      }
      assert.equal(ends.size, 1, `${JSON.stringify(rule)} ${graded}: ${[...ends].join(" ")}`);
    }
  }
});

test("attempts that run out end in a verdict whatever else is open", () => {
  const happenings: Happening[] = [{ page: "p1" }, { quiz: 0, score: 1000 }, { quiz: 0, score: 2000 }];
  for (const order of ordersOf(happenings)) {
    const end = play({ pages: "all", quiz: "passed", mastery: 80 }, order, 0, 1, 2).at(-1);
    assert.deepEqual(end, { status: "failed", raw: 20 });
  }
});
