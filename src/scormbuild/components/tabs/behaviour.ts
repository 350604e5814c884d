/**
 * Tabs as the ARIA Authoring Practices have them: one stop for the Tab key, arrows go from tab to tab and show at once.
 * Which panel is folded is an attribute only; the style follows it on the page that is shown, and not on paper.
 */

import type { Behaviour } from "../../player/behaviour";
import { find, findAll } from "../../player/ui/dom";

/** For ids: no two lists of tabs that were ever made share one. */
let made = 0;

const behaviour: Behaviour = (element) => {
  made += 1;
  const panels = findAll(element, ".tabs-panel");
  const list = document.createElement("div");
  list.className = "tabs-list";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", element.dataset.label ?? "");
  const tabs = panels.map((panel, position) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tabs-${made}-${position}`;
    tab.textContent = find(panel, "h2").textContent;
    tab.setAttribute("role", "tab");
    tab.addEventListener("click", () => show(position));
    panel.id = `${tab.id}-panel`;
    panel.tabIndex = 0;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    return tab;
  });
  const show = (shown: number) => {
    tabs.forEach((tab, position) => {
      tab.setAttribute("aria-selected", String(position === shown));
      tab.tabIndex = position === shown ? 0 : -1;
      panels[position]?.toggleAttribute("data-folded", position !== shown);
    });
  };
  list.addEventListener("keydown", (event) => {
    const to = target(event.key, tabs.indexOf(event.target as HTMLButtonElement), tabs.length, isStack(list));
    if (to !== null) {
      event.preventDefault();
      show(to);
      tabs[to]?.focus();
    }
  });
  element.addEventListener("reveal", (event) => {
    const holder = panels.findIndex((panel) => panel.contains(event.target as Node));
    if (holder >= 0) {
      show(holder);
    }
  });
  // Only the style knows where a row of tabs becomes a stack.
  new ResizeObserver(() => list.setAttribute("aria-orientation", isStack(list) ? "vertical" : "horizontal")).observe(list);
  list.append(...tabs);
  element.prepend(list);
  element.classList.add("tabs-live");
  show(0);
};

function isStack(list: HTMLElement): boolean {
  return getComputedStyle(list).flexDirection === "column";
}

/** Where a key leads from the tab at `from`, round the ends; null where the key is none of ours. */
function target(key: string, from: number, count: number, isVertical: boolean): number | null {
  const [back, on] = isVertical ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
  switch (key) {
    case back:
      return (from + count - 1) % count;
    case on:
      return (from + 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

export default behaviour;
