/**
 * The live page: it asks every few seconds what is shown, and takes the new report in place of the old one. What was
 * chosen there, and how far one had read, stays.
 */

export {};

interface Status {
  number: number;
  made?: string;
  read?: string;
}

const EVERY = 5_000;
const SAID = document.querySelector("#said") as HTMLElement;
const FRAME = document.querySelector("#report") as HTMLIFrameElement;
const LANGUAGE = document.documentElement.lang;

let shown = 0;

function chooser(): HTMLSelectElement | null {
  return FRAME.contentDocument?.querySelector<HTMLSelectElement>("#slice") ?? null;
}

function take(number: number): void {
  const name = chooser()?.selectedOptions[0]?.textContent;
  const top = FRAME.contentWindow?.scrollY ?? 0;
  shown = number;
  FRAME.addEventListener(
    "load",
    () => {
      const select = chooser();
      const same = [...(select?.options ?? [])].find((option) => option.textContent === name);
      if (select && same && same.value !== select.value) {
        select.value = same.value;
        select.dispatchEvent(new Event("change"));
      }
      FRAME.contentWindow?.scrollTo(0, top);
    },
    { once: true },
  );
  FRAME.hidden = false;
  FRAME.src = `/report?${number}`;
}

/** Chromium has no words for the times of nb and nn: hours and minutes are the same in all of them. */
function clock(moment: string | undefined): string {
  const when = new Date(moment ?? 0);
  return [when.getHours(), when.getMinutes()].map((part) => String(part).padStart(2, "0")).join(LANGUAGE === "en" ? ":" : ".");
}

/** Said only when it changes: whoever listens needn't hear the same every few seconds. */
function say(text: string): void {
  if (SAID.textContent !== text) {
    SAID.textContent = text;
  }
}

async function look(): Promise<void> {
  const answer = await fetch("/status", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) {
    say(SAID.dataset.lost ?? "");
    return;
  }
  const status = (await answer.json()) as Status;
  say(status.number > 0 ? (SAID.dataset.shown ?? "").replace("{made}", clock(status.made)) : (SAID.dataset.empty ?? ""));
  if (status.number > shown) {
    take(status.number);
  }
}

void look();
setInterval(() => void look(), EVERY);
