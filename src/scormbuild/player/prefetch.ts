/** Pictures are fetched ahead when the browser has nothing else to do: a lost network then costs nothing but saving. */

import { whenIdle } from "./idle";
import { find, findAll } from "./ui/dom";

/** From the page that is shown to the last one, one picture at a time, until the screen is another one. */
export function prefetchPictures(pages: string[], signal: AbortSignal): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData) {
    return;
  }
  const pictures = pages.flatMap((id) => picturesOf(find<HTMLTemplateElement>(document, `#page-${id}`).content));
  const next = () => {
    const picture = pictures.shift();
    if (picture !== undefined && !signal.aborted) {
      const image = new Image();
      image.onload = image.onerror = () => whenIdle(next);
      Object.assign(image, picture);
    }
  };
  whenIdle(next);
}

/** As the attributes have them: in a template no address is resolved yet. `sizes` and `srcset` go before `src`. */
function picturesOf(page: DocumentFragment): Record<string, string>[] {
  const attributes = (element: Element, from: Record<string, string>) =>
    Object.fromEntries(Object.entries(from).map(([name, attribute]) => [name, element.getAttribute(attribute) ?? ""]));
  return findAll(page, "img, video[poster]").map((element) =>
    attributes(element, element.tagName === "IMG" ? { sizes: "sizes", srcset: "srcset", src: "src" } : { src: "poster" }),
  );
}
