/**
 * The report's filter: what there is of each slice lies packed in the document, and takes the place of what stands there,
 * section by section. Without this script the document shows everybody.
 */

export {};

const SLICES = document.querySelector("#slices") as HTMLScriptElement;
const FILTER = document.querySelector("#filter") as HTMLFormElement;
const CHOSEN = document.querySelector("#slice") as HTMLSelectElement;
const CONTENTS = document.querySelector("nav") as HTMLElement;

const ALL = "0";

/** What was packed, by the number of its slice; everybody as the document came. */
const packed = JSON.parse(SLICES.textContent as string) as Record<string, string>;
const whole = new DocumentFragment();
document.querySelectorAll("[data-part]").forEach((part) => whole.append(part.cloneNode(true)));

async function unpacked(slice: string): Promise<DocumentFragment> {
  if (slice === ALL) {
    return whole.cloneNode(true) as DocumentFragment;
  }
  const bytes = Uint8Array.from(atob(packed[slice] as string), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const template = document.createElement("template");
  template.innerHTML = await new Response(stream).text();
  return template.content;
}

async function show(slice: string): Promise<void> {
  const fragment = await unpacked(slice);
  if (slice !== CHOSEN.value) {
    return; // another one has been chosen meanwhile
  }
  for (const part of fragment.querySelectorAll("[data-part]")) {
    const before = document.getElementById(part.id) as HTMLElement;
    // Who listens must hear of it: a region that tells of changes stays itself.
    if (before.getAttribute("role") === "status") {
      before.innerHTML = part.innerHTML;
    } else {
      before.replaceWith(part);
    }
  }
  document.querySelectorAll("tr[data-slice]").forEach((row) => row.toggleAttribute("aria-current", row.getAttribute("data-slice") === slice));
}

/** A list of the sections, for windows that have room beside them. */
function listContents(): void {
  const list = document.createElement("ol");
  document.querySelectorAll("main h2").forEach((heading) => {
    const link = document.createElement("a");
    link.href = `#${heading.id}`;
    link.textContent = heading.textContent;
    list.append(document.createElement("li"));
    list.lastElementChild?.append(link);
  });
  CONTENTS.append(list);
  CONTENTS.hidden = false;
}

/** What a link leads to is open when one comes there. */
function openTarget(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
  }
}

/** Paper has every table behind a chart; questions are as they were left, for all of them would fill a book. */
let folded: HTMLDetailsElement[] = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll<HTMLDetailsElement>("details.behind:not([open])")];
  folded.forEach((details) => (details.open = true));
});
addEventListener("afterprint", () => folded.forEach((details) => (details.open = false)));

// Without it nothing can be unpacked; browsers have it since 2023.
if (Object.keys(packed).length > 0 && "DecompressionStream" in window) {
  CHOSEN.value = ALL;
  CHOSEN.addEventListener("change", () => void show(CHOSEN.value));
  FILTER.addEventListener("submit", (event) => event.preventDefault());
  FILTER.hidden = false;
}
listContents();
addEventListener("hashchange", openTarget);
openTarget();
