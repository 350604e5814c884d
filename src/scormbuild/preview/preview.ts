/**
 * The page of the preview: it launches the course whenever that is due, shows what the server sends, and sends what its
 * controls ask for.
 */

import { openDrawer } from "./drawers";

/** One message of the server's; what hasn't changed isn't in it. */
interface Message {
  /** How many launches the course has been due for. */
  due: number;
  /** The calls belong to another attempt than those before. */
  clear: boolean;
  /** HTML, by the id of the element that it fills. */
  parts: Record<string, string>;
  /** List items that are new, the oldest first. */
  rows: Partial<Record<"calls" | "statements", string[]>>;
  settings?: Settings;
}

interface Settings {
  format: string | null;
  learner: string;
  mode: string;
  quirks: string[];
}

/** A launch that has begun. */
interface Begun {
  /** Which launch this is. */
  due: number;
  /** What to open; "" where nothing is launched. */
  url: string;
  /** Whose attempt it is, where no platform tells the course; null where one does. */
  drawer: string | null;
}

/** What a window of the course's may have that we look for. */
interface PlayerWindow extends Window {
  /** The window that the player has opened for the course. */
  course?: Window | null;
}

/** More rows than anybody reads make every message slow. */
const MOST_ROWS = 1000;
/** How long a window may take to close, and a page to become as tall as it was. */
const PATIENCE_MS = 1000;

const find = <T extends HTMLElement>(selector: string): T => document.querySelector(selector) as T;
const findAll = <T extends HTMLElement>(selector: string): T[] => [...document.querySelectorAll<T>(selector)];

const frame = find<HTMLIFrameElement>("#course");
const form = find<HTMLFormElement>("#settings");
const stage = find("#stage");
const refusal = find("#refusal");

async function post(what: string, content: object = {}): Promise<Response> {
  const answer = await fetch(`/preview/${what}`, { method: "POST", body: JSON.stringify(content) });
  refusal.textContent = answer.ok ? "" : await answer.clone().text();
  return answer;
}

// ---------------------------------------------------------------- the course

let launched = 0;
let due = 0;
let isLaunching = false;

/** Launch the course, and once more where it has become due again meanwhile. */
async function launch(): Promise<void> {
  if (isLaunching) {
    return;
  }
  isLaunching = true;
  while (launched < due) {
    const before = courseWindow();
    const sco = Number(attempt(() => player().location.pathname.split("/")[3]) ?? 0);
    const page = attempt(() => decodeURIComponent(before?.location.hash.slice(1) ?? "")) ?? "";
    const top = attempt(() => before?.scrollY) ?? 0;
    await close();
    const answer = await post("begin", { sco, page });
    const begun = (await answer.json()) as Begun;
    launched = begun.due;
    if (begun.drawer !== null) {
      openDrawer(begun.drawer, localStorage);
      openDrawer(begun.drawer, sessionStorage);
    }
    if (begun.url !== "") {
      await load(begun.url);
      void scrollTo(page, top);
    }
  }
  isLaunching = false;
}

const player = (): PlayerWindow => frame.contentWindow as PlayerWindow;

/** The window that the course runs in; null where it can't be reached. */
function courseWindow(): Window | null {
  return attempt(() => player().course ?? (player().frames as unknown as Record<string, Window>)["scorm_object"]) ?? null;
}

/** End the session: the course must be gone before the next launch is told what is stored. */
async function close(): Promise<void> {
  const other = attempt(() => player().course) ?? null;
  other?.close();
  await until(() => other === null || other.closed);
  await load("about:blank");
}

function load(url: string): Promise<unknown> {
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  frame.src = url;
  return loaded;
}

/** Back to where the reader was, once the same page is there and tall enough. */
async function scrollTo(page: string, top: number): Promise<void> {
  const isThere = (): boolean => {
    const course = courseWindow();
    const isSame = course !== null && decodeURIComponent(course.location.hash.slice(1)) === page;
    return isSame && course.document.documentElement.scrollHeight - course.innerHeight >= top;
  };
  if (top > 0 && (await until(() => attempt(isThere) === true))) {
    courseWindow()?.scrollTo(0, top);
  }
}

/** Look at every frame that the browser paints, for a while; whether it came true. */
async function until(isSo: () => boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (!isSo() && performance.now() < end) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return isSo();
}

/** Another origin's window throws at nearly everything that is asked of it. */
function attempt<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (refused) {
    return null;
  }
}

// ---------------------------------------------------------------- what the server sends

function show(message: Message): void {
  for (const [id, html] of Object.entries(message.parts)) {
    fill(find(`#${id}`), html);
  }
  if (message.clear) {
    find("#calls").replaceChildren();
  }
  for (const [id, rows] of Object.entries(message.rows)) {
    add(find(`#${id}`), rows);
  }
  if (message.settings !== undefined) {
    showSettings(message.settings);
  }
  stage.toggleAttribute("data-problems", find("#part-problems").childElementCount > 0);
  document.title = `Preview: ${find("#part-title").textContent ?? ""}`;
  due = message.due;
  void launch();
}

/** What somebody has unfolded stays so. */
function fill(part: HTMLElement, html: string): void {
  const unfolded = [...part.querySelectorAll<HTMLElement>("details[open]")].map(({ dataset }) => dataset.name);
  part.innerHTML = html;
  for (const details of part.querySelectorAll<HTMLDetailsElement>("details[data-name]")) {
    details.open = unfolded.includes(details.dataset.name);
  }
}

/** The newest on top, where they are seen. */
function add(list: HTMLElement, rows: string[]): void {
  list.insertAdjacentHTML("afterbegin", rows.reverse().join(""));
  while (list.childElementCount > MOST_ROWS) {
    list.lastElementChild?.remove();
  }
  const wrong = list.querySelectorAll(":scope > .wrong").length;
  find(`[data-count="${list.id}"]`).textContent = String(list.childElementCount);
  find(`[data-wrong="${list.id}"]`).textContent = wrong === 0 ? "" : `${wrong} wrong`;
}

let shownFormat: string | null = null;

function showSettings({ format, learner, mode, quirks }: Settings): void {
  const isScorm = format?.startsWith("scorm") ?? false;
  if (format !== shownFormat) {
    shownFormat = format;
    showFormat(isScorm);
  }
  field("format").value = format ?? "";
  field("learner").value = learner;
  for (const radio of findAll<HTMLInputElement>("[name=mode]")) {
    radio.checked = radio.value === mode;
    radio.disabled = !isScorm && format !== "cmi5"; // nothing else knows of modes
  }
  for (const box of findAll<HTMLInputElement>("[name=quirk]")) {
    box.checked = quirks.includes(box.value);
    box.disabled = "scorm" in box.dataset && !isScorm;
  }
  find("#quirk-count").textContent = quirks.length === 0 ? "" : String(quirks.length);
  stage.toggleAttribute("data-phone", quirks.includes("phone"));
}

/** What a course says to its platform is calls or statements. */
function showFormat(isScorm: boolean): void {
  find("#said-calls").hidden = !isScorm;
  find<HTMLDetailsElement>("#said-statements").open = !isScorm;
}

const field = (name: string): HTMLSelectElement => form.elements.namedItem(name) as HTMLSelectElement;

const events = new EventSource("/preview/events");
events.addEventListener("message", (event: MessageEvent<string>) => show(JSON.parse(event.data) as Message));
let isFirst = true;
events.addEventListener("open", () => {
  if (!isFirst) {
    location.reload(); // another preview, at the same port: it knows nothing of this page
  }
  isFirst = false;
});
events.addEventListener("error", () => (refusal.textContent = "The preview has ended. Start it again on the command line."));

// ---------------------------------------------------------------- what the controls ask for

form.addEventListener("change", (event) => {
  const changed = event.target as HTMLInputElement;
  if ("place" in changed.dataset && changed.checked) {
    // A course stands in one place.
    findAll<HTMLInputElement>("[data-place]").forEach((box) => (box.checked = box === changed));
  }
  const checked = (name: string): string[] => findAll<HTMLInputElement>(`[name=${name}]:checked`).map((box) => box.value);
  void post("settings", { format: field("format").value, learner: field("learner").value, mode: checked("mode")[0], quirks: checked("quirk") });
});

for (const button of findAll<HTMLButtonElement>("[data-do]")) {
  button.addEventListener("click", () => {
    if (button.dataset.do === "start-over") {
      void startOver();
    } else {
      void post(button.dataset.do as string);
    }
  });
}

/** The browser's own copies go as well: whoever starts over has never been here. */
async function startOver(): Promise<void> {
  await close();
  Object.keys(localStorage).filter((key) => key.startsWith("scormbuild:")).forEach((key) => localStorage.removeItem(key));
  await post("start-over");
}

find("#only-wrong").addEventListener("change", (event) => {
  find("#calls").toggleAttribute("data-only-wrong", (event.target as HTMLInputElement).checked);
});

find("#fold").addEventListener("click", () => {
  const isFolded = document.body.toggleAttribute("data-folded");
  find("#fold").setAttribute("aria-expanded", String(!isFolded));
});
