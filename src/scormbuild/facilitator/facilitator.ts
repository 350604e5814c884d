/**
 * The facilitator's document: slides for the room, a clock, and notes that only one window shows.
 *
 * Two windows have it open where there is a projector. The first one drives; the second one, opened as `#projector`,
 * shows what it is told, and tells which keys were pressed in it. From `file://` neither may read the other's
 * document: they send messages.
 */

import { type Clock, extend, isEmpty, left, pause, reset, set, shown, start } from "./clock";

/** What outlives a reload of the window. */
interface Kept {
  /** The slide that is shown, by its name. */
  at: string;
  /** Those that have been used, by the names of their slides. */
  clocks: Record<string, Clock>;
  isBlank: boolean;
  hasNotes: boolean;
  hasKeys: boolean;
  colours: string;
}

/** What the room sees, and what the projector's window has to know beside it. */
interface Shown {
  /** Which language's document it is of. */
  document: string;
  slide: number;
  clock: Clock;
  isBlank: boolean;
  colours: string;
  hasKeys: boolean;
}

type Action = keyof typeof actions;

const find = <T extends HTMLElement = HTMLElement>(selector: string): T => document.querySelector(selector) as T;
const findAll = <T extends HTMLElement = HTMLElement>(selector: string): T[] => [...document.querySelectorAll<T>(selector)];

const PROJECTOR = "#projector";
/** Begins what the document in one language gives to that in another. */
const GIVEN = "#given=";
const KEY = `scormbuild-facilitator:${document.body.dataset["course"]}`;
/** How often a projector's window says that it is there: the first window may have been loaded anew. */
const GREETING_MS = 1000;
/** Several times a second: no second of the clock may be seen to last two. */
const TICK_MS = 200;
/** Letters on a slide, in parts of the stage's width. At 1280 pixels the smallest are 28 pixels, read from five metres. */
const [LARGEST, SMALLEST] = [0.042, 0.022];
/** On a phone in the facilitator's hand. */
const LEAST_PX = 16;

const stage = find("#stage");
const slides = findAll(".slide");
const pageOf = slides.map((slide) => slide.closest<HTMLElement>("[data-page]")!);
/** A page's id and the slide's number in it. Steps come before what takes more slides in one language than another. */
const names = pageOf.map((page, number) => `${page.dataset["page"]}/${number - pageOf.indexOf(page)}`);
const own = document.body.dataset["document"]!;
const isProjector = location.hash === PROJECTOR;

let kept: Kept = { at: "", clocks: {}, isBlank: false, hasNotes: true, hasKeys: true, colours: "" };
let projector: Window | null = null;

// ---------------------------------------------------------------- what both windows show

function show({ slide, isBlank, colours }: Shown): void {
  const target = slides[slide]!;
  const isOther = target.hidden;
  findAll("#stage article").forEach((article) => (article.hidden = article !== pageOf[slide]));
  slides.forEach((each) => (each.hidden = each !== target));
  if (colours === "") delete document.documentElement.dataset["colours"];
  else document.documentElement.dataset["colours"] = colours;
  find("#where").textContent = pageOf[slide]!.dataset["title"]!;
  // The text stays for those who have the page read to them: it is the room that must not see it.
  find("#dark").hidden = !isBlank || !isSharing();
  stage.style.setProperty("--height", `${stage.clientHeight}px`);
  fit(target);
  if (isOther) stage.scrollTop = 0;
}

/** Whether the room sees this window. */
const isSharing = (): boolean => document.documentElement.dataset["view"] !== "presenter";

/** As large as the slide's text has room for. What doesn't fit in the smallest letters is scrolled to. */
function fit(slide: HTMLElement): void {
  const width = stage.clientWidth;
  const smallest = Math.max(LEAST_PX, width * SMALLEST);
  let size = Math.max(smallest, width * LARGEST);
  slide.style.fontSize = `${size}px`;
  while (size > smallest && stage.scrollHeight > stage.clientHeight) {
    size = Math.max(smallest, size * 0.95);
    slide.style.fontSize = `${size}px`;
  }
}

function showClock(clock: Clock): void {
  const now = Date.now();
  const rest = left(clock, now);
  const isOver = !isEmpty(clock) && rest <= 0;
  const panel = find("#clock");
  const over = panel.querySelector("strong")!;
  panel.hidden = isEmpty(clock);
  panel.classList.toggle("running", clock.since !== null);
  panel.classList.toggle("over", isOver);
  panel.querySelector("[role=timer]")!.textContent = shown(rest);
  const said = isOver ? over.dataset["over"]! : "";
  // What is set anew is read out anew.
  if (over.textContent !== said) over.textContent = said;
}

// ---------------------------------------------------------------- the window that drives

/** The number of the slide that is shown. */
const current = (): number => Math.max(0, names.indexOf(kept.at));

/** The clock of a slide: as it was left, or as the course sets it. */
const clockOf = (slide: number): Clock => kept.clocks[names[slide]!] ?? set(Number(slides[slide]!.dataset["minutes"] ?? 0));

/** The slide whose clock is seen: the one that is running, whatever slide it was started on. */
const timed = (): number => {
  const running = names.findIndex((name) => (kept.clocks[name]?.since ?? null) !== null);
  return running < 0 ? current() : running;
};

const titleOf = (slide: number): string => {
  const said = ["h2, caption", "p, li, dt, figcaption", "th, td", "[role=img], img"].map((kind) => {
    const found = slides[slide]!.querySelector(kind);
    return found?.textContent?.trim() || found?.getAttribute("aria-label") || found?.getAttribute("alt") || "";
  });
  return said.find((words) => words !== "") ?? "";
};

const keepClock = (change: (clock: Clock) => Clock): void => {
  const slide = timed();
  kept.clocks[names[slide]!] = change(clockOf(slide));
};

const goTo = (slide: number): void => {
  kept.at = names[Math.min(Math.max(slide, 0), slides.length - 1)]!;
};

const actions = {
  next: () => goTo(current() + 1),
  previous: () => goTo(current() - 1),
  first: () => goTo(0),
  last: () => goTo(slides.length - 1),
  clock: () => keepClock((clock) => (isEmpty(clock) ? clock : (clock.since === null ? start : pause)(clock, Date.now()))),
  "extend-1": () => keepClock((clock) => extend(clock, 1, Date.now())),
  "extend-5": () => keepClock((clock) => extend(clock, 5, Date.now())),
  reset: () => keepClock(reset),
  blank: () => (kept.isBlank = !kept.isBlank),
  notes: () => (kept.hasNotes = !kept.hasNotes),
  projector: openProjector,
};

function act(action: Action): void {
  actions[action]();
  update();
}

/** The first slide of a page. */
const pageNumber = (page: string): number => pageOf.findIndex((each) => each.dataset["page"] === page);

function turnTo(page: string): void {
  goTo(pageNumber(page));
  update();
}

function toShow(): Shown {
  const { isBlank, colours, hasKeys } = kept;
  return { document: own, slide: current(), clock: clockOf(timed()), isBlank, colours, hasKeys };
}

function tellProjector(): void {
  projector?.postMessage({ shown: toShow() }, "*");
  tellScroll();
}

/** What doesn't fit is scrolled to in this window, and the room follows. */
const tellScroll = (): void =>
  projector?.postMessage({ scrolled: stage.scrollTop / Math.max(1, stage.scrollHeight - stage.clientHeight) }, "*");

function update(): void {
  document.documentElement.dataset["view"] = kept.hasNotes ? "presenter" : "shared";
  showClock(toShow().clock);
  showControls();
  show(toShow());
  tellProjector();
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing still shows the slides; a reload begins anew.
  }
}

function showControls(): void {
  const slide = current();
  const page = pageOf[slide]!.dataset["page"]!;
  const clock = clockOf(timed());
  find<HTMLSelectElement>("#pages").value = page;
  find<HTMLSelectElement>("#colours").value = kept.colours;
  find<HTMLInputElement>("#keys input").checked = kept.hasKeys;
  findAll(".notes").forEach((notes) => (notes.hidden = notes.dataset["page"] !== page));
  find("[data-do=notes]").setAttribute("aria-pressed", String(kept.hasNotes));
  find("[data-do=blank]").setAttribute("aria-pressed", String(kept.isBlank));
  const toggle = find<HTMLButtonElement>("[data-do=clock]");
  toggle.disabled = isEmpty(clock);
  toggle.textContent = toggle.dataset[clock.since === null ? "start" : "pause"]!;
  const place = { number: slide - pageNumber(page) + 1, count: pageOf.filter((each) => each === pageOf[slide]).length };
  find("#place").textContent = filled(find("#place"), place);
  const following = find("#following");
  following.textContent =
    slide + 1 < slides.length ? `${following.dataset["text"]}: ${titleOf(slide + 1)}` : following.dataset["last"]!;
  const other = find("#clock-of");
  other.hidden = timed() === slide;
  other.textContent = filled(other, { title: `${pageOf[timed()]!.dataset["title"]}: ${titleOf(timed())}` });
}

const filled = (element: HTMLElement, values: Record<string, string | number>): string =>
  element.dataset["text"]!.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

function openProjector(): void {
  const texts = JSON.parse(find("#said-texts").textContent!) as Record<"opened" | "refused", string>;
  const opened = open(location.href.split("#")[0] + PROJECTOR, `${KEY}${PROJECTOR}`, "popup,width=1280,height=720");
  if (opened !== null) projector = opened;
  find("#said").textContent = texts[opened === null ? "refused" : "opened"];
}

/** What this window was left with, or the document in another language. */
function takenOver(): Partial<Kept> {
  try {
    const given = location.hash.startsWith(GIVEN) ? decodeURIComponent(location.hash.slice(GIVEN.length)) : null;
    // A reload goes on with what has been done since.
    if (given !== null) history.replaceState(null, "", "#");
    return JSON.parse(given ?? sessionStorage.getItem(KEY) ?? "{}") as Partial<Kept>;
  } catch {
    return {};
  }
}

function drive(): void {
  kept = { ...kept, ...takenOver() };
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const button = target.closest<HTMLElement>("[data-do]");
    if (button) act(button.dataset["do"] as Action);
    // Firefox keeps a storage of its own for each file.
    const language = target.closest<HTMLAnchorElement>(".languages a");
    if (language) language.hash = GIVEN + encodeURIComponent(JSON.stringify(kept));
  });
  followLinks(turnTo);
  find("#pages").addEventListener("change", ({ target }) => turnTo((target as HTMLSelectElement).value));
  find("#colours").addEventListener("change", ({ target }) => {
    kept.colours = (target as HTMLSelectElement).value;
    update();
  });
  find("#keys input").addEventListener("change", ({ target }) => {
    kept.hasKeys = (target as HTMLInputElement).checked;
    update();
  });
  addEventListener("message", ({ source, data }: MessageEvent<{ isHere?: true; action?: Action; page?: string }>) => {
    // A window that this one has opened, and nobody else: that much may be read of any window.
    if (source === null || (source as Window).opener !== window) return;
    projector = source as Window;
    if (data.page !== undefined) turnTo(data.page);
    else if (data.action !== undefined && data.action in actions) act(data.action);
    else tellProjector();
  });
  stage.addEventListener("scroll", tellScroll);
  addEventListener("resize", update);
  setInterval(() => showClock(clockOf(timed())), TICK_MS);
  listen(act, () => kept.hasKeys);
  update();
}

// ---------------------------------------------------------------- the projector's window

function project(): void {
  let seen: Shown = { document: own, slide: 0, clock: set(0), isBlank: false, colours: "", hasKeys: true };
  document.documentElement.dataset["view"] = "projector";
  // What isn't there can't be shown by mistake.
  findAll("#side, #bar, #said, .controls").forEach((element) => element.remove());
  const tell = (what: object): void => (opener as Window | null)?.postMessage(what, "*");
  addEventListener("message", ({ source, data }: MessageEvent<{ shown?: Shown; scrolled?: number }>) => {
    if (source !== opener) return;
    if (data.scrolled !== undefined) stage.scrollTop = data.scrolled * (stage.scrollHeight - stage.clientHeight);
    if (data.shown === undefined) return;
    if (data.shown.document !== own) return location.replace(data.shown.document + PROJECTOR);
    const isNew = JSON.stringify(seen) !== JSON.stringify(data.shown);
    seen = data.shown;
    if (isNew) show(seen);
  });
  addEventListener("resize", () => show(seen));
  setInterval(() => showClock(seen.clock), TICK_MS);
  setInterval(() => tell({ isHere: true }), GREETING_MS);
  // A browser opens windows for a key that was pressed in the window itself.
  listen((action) => action !== "projector" && tell({ action }), () => seen.hasKeys);
  followLinks((page) => tell({ page }));
  show(seen);
  showClock(seen.clock);
  tell({ isHere: true });
}

// ---------------------------------------------------------------- keys and links, in either window

/** Texts may lead to other pages of the course. */
function followLinks(follow: (page: string) => void): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("a[data-page]");
    if (link === null) return;
    event.preventDefault();
    follow(link.dataset["page"]!);
  });
}

const KEYS: Record<string, Action> = {
  ArrowRight: "next",
  PageDown: "next",
  ArrowLeft: "previous",
  PageUp: "previous",
  Home: "first",
  End: "last",
  s: "clock",
  "1": "extend-1",
  "5": "extend-5",
  r: "reset",
  n: "notes",
  p: "projector",
  b: "blank",
};

/** Single letters can be turned off (WCAG 2.1.4): whoever speaks to the device presses them by accident. */
function listen(tell: (action: Action) => void, hasLetters: () => boolean): void {
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || (target as Element).closest?.("select, input, textarea")) return;
    const name = key.length === 1 ? key.toLowerCase() : key;
    if (key.length === 1 && !hasLetters()) return;
    if (name === "f") void document.documentElement.requestFullscreen?.();
    const action = KEYS[name];
    if (action === undefined) return;
    event.preventDefault();
    tell(action);
  });
}

if (isProjector) project();
else drive();
