/** The booklet as an HTML document that is read by itself: no script in it runs, and nothing is asked of any network. */

import type { Texts } from "../texts";
import type { Block, Section, Sheet } from "./content";
import { dataElement } from "./file";
import { headOf, isAsked, type Made } from "./made";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b2423;--soft:#4c5856;--line:#9aa19e;--accent:#0b5a54}
@media(prefers-color-scheme:dark){:root{--paper:#131817;--ink:#e8edeb;--soft:#b0bab7;--line:#5b6864;--accent:#84d0c4}}
*{box-sizing:border-box}
body{max-width:52rem;margin:0 auto;padding:1.5rem 1rem 4rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4{line-height:1.25;hyphens:auto}
h1{margin:.2rem 0 1rem;font-size:1.9rem}
h2{margin:.1rem 0 1rem;font-size:1.4rem}
h3{margin:2rem 0 .5rem;font-size:1.15rem}
h4{margin:1.25rem 0 .25rem;font-size:1rem}
section{margin-top:2.5rem;padding-top:1.25rem;border-top:2px solid var(--accent)}
.eyebrow,footer{margin:0;color:var(--soft);font-size:.9375rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line)}
dl{margin:0}
dt{margin-top:1rem;color:var(--soft);font-size:.9375rem;white-space:pre-line}
dd{margin:.15rem 0 0}
.answer{margin:.15rem 0 0;padding-left:.75rem;border-left:3px solid var(--accent);white-space:pre-wrap}
.blank{border-color:var(--line);color:var(--soft);font-style:italic}
.facts{display:flex;flex-wrap:wrap;gap:0 2.5rem}
.facts dt{margin-top:.25rem}
.facts dd{font-weight:600}
table{width:100%;margin-top:.75rem;border-collapse:collapse}
th{overflow-wrap:break-word;hyphens:auto}
td{min-width:6rem}
th,td{padding:.4rem .5rem;border:1px solid var(--line);text-align:left;vertical-align:top;white-space:pre-wrap}
@media screen and (max-width:48rem){
table,tbody,tr,th,td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{margin-top:.75rem;border:1px solid var(--line)}
th,td{border:0}
td::before{display:block;color:var(--soft);font-size:.875rem;content:attr(data-head)}
}
@page{size:A4;margin:20mm}
@media print{
:root{--paper:#fff;--ink:#000;--soft:#444;--line:#888;--accent:#444}
body{max-width:none;padding:0;font-size:10.5pt}
h2,h3,h4,dt,.eyebrow{break-after:avoid}
tr,.answer{break-inside:avoid}
}`.replace(/\n/g, "");

/** The whole document. */
export function documentOf(made: Made): string {
  const { booklet, sections, texts } = made;
  const { course, unit } = booklet;
  const { title, facts } = headOf(made);
  return `<!doctype html>
<html lang="${escaped(course.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped([title, unit].filter((part) => part !== "").join(" – "))}</title>
<style>${STYLE}</style>
${dataElement(booklet)}
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<dl class="facts">${facts.map(([term, fact]) => `<div><dt>${escaped(term)}</dt><dd>${escaped(fact)}</dd></div>`).join("")}</dl>
</header>
<main>
${sections.map((section) => sectionOf(section, texts)).join("\n")}
</main>
<footer><p>${escaped(texts.say("booklet.file.back"))}</p></footer>
</body>
</html>
`;
}

function sectionOf({ module, title, sheets }: Section, texts: Texts): string {
  return `<section>
<p class="eyebrow">${escaped(module)}</p>
<h2>${escaped(title)}</h2>
${sheets.map((sheet) => sheetOf(sheet, texts)).join("\n")}
</section>`;
}

function sheetOf({ title, blocks }: Sheet, texts: Texts): string {
  return `<h3>${escaped(title)}</h3>\n${blocks.map((block) => blockOf(block, title, texts)).join("\n")}`;
}

function blockOf(block: Block, title: string, texts: Texts): string {
  switch (block.kind) {
    case "heading":
      return `<h4>${escaped(block.text)}</h4>`;
    case "answer": {
      const shown = block.text || (block.suggested ?? "");
      const isBlank = shown === "";
      const attributes = `class="${isBlank ? "answer blank" : "answer"}"`;
      const text = escaped(isBlank ? texts.say("booklet.file.blank") : shown);
      return isAsked(block.label, title) ? `<p ${attributes}>${text}</p>` : `<dl><dt>${escaped(block.label)}</dt><dd ${attributes}>${text}</dd></dl>`;
    }
    case "table":
      return tableOf(block.rows);
  }
}

function tableOf([head = [], ...rows]: string[][]): string {
  const cell = (text: string, at: number) => (at === 0 ? `<th scope="row">${escaped(text)}</th>` : `<td data-head="${escaped(head[at] ?? "")}">${escaped(text)}</td>`);
  const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("\n");
  return `<table>
<thead><tr>${head.map((text) => `<th scope="col">${escaped(text)}</th>`).join("")}</tr></thead>
<tbody>
${body}
</tbody>
</table>`;
}

/** A text is only ever text, in elements and in quoted attributes. */
function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
