/**
 * The booklet for word processors: WordprocessingML (ECMA-376, Part 1) with headings, tables and lists that are marked as
 * what they are, and room to write where nothing stands. A script of its own, which comes when it is asked for.
 */

import type { Block, Section, Sheet } from "./content";
import { headOf, isAsked, type Made } from "./made";
import { shownReceipt } from "../receipt";
import { zipOf } from "./zip";

const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const NAMESPACES = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${OFFICE}"`;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** As word processors name the languages of the interface. */
const LANGUAGES: Record<string, string> = { nb: "nb-NO", nn: "nn-NO", en: "en-GB", se: "se-NO" };

/** More columns than this lie better across the page. */
const MOST_UPRIGHT = 5;

/** A4 in twentieths of a point, and its margins. */
const [SHORT, LONG, MARGIN] = [11906, 16838, 1134];

/** Stands before what can be chosen. */
const TO_TICK = "☐";

/** How many empty lines there are to write an answer on. */
const LINES = 3;

const PARTS: [name: string, type: string][] = [
  ["document", "document.main"],
  ["styles", "styles"],
  ["numbering", "numbering"],
  ["settings", "settings"],
  ["footer1", "footer"],
];

globalThis.writeWord = (made) => new Blob(zipOf(filesOf(made)) as BlobPart[], { type: TYPE });

/** The files of the package, by name. */
export function filesOf(made: Made): [name: string, text: string][] {
  const { booklet } = made;
  const xml: Record<string, string> = {
    document: documentXml(made),
    styles: stylesXml(LANGUAGES[booklet.course.language] ?? booklet.course.language),
    numbering: NUMBERING,
    settings: SETTINGS,
    footer1: footerXml(`${booklet.course.title} · ${shownReceipt(booklet.receipt)}`),
  };
  const overrides = PARTS.map(([name, type]) => `<Override PartName="/word/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${type}+xml"/>`);
  const related = PARTS.slice(1).map(([name, type], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${name}.xml"/>`);
  return [
    [
      "[Content_Types].xml",
      `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${overrides.join("")}</Types>`,
    ],
    [
      "_rels/.rels",
      `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    ],
    ["word/_rels/document.xml.rels", `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${related.join("")}</Relationships>`],
    ["docProps/core.xml", coreXml(made)],
    ...PARTS.map(([name]): [string, string] => [`word/${name}.xml`, DECLARATION + (xml[name] as string)]),
  ];
}

function documentXml(made: Made): string {
  const { title, facts } = headOf(made);
  const head = [paragraph("Title", title), ...facts.map(([term, fact]) => paragraph("Facts", `${term}: ${fact}`))];
  const body = [...head, ...made.sections.map(sectionXml)].join("");
  const isWide = made.sections.some(({ sheets }) => sheets.some(({ blocks }) => blocks.some((block) => block.kind === "table" && (block.rows[0]?.length ?? 0) > MOST_UPRIGHT)));
  const size = isWide ? `w:w="${LONG}" w:h="${SHORT}" w:orient="landscape"` : `w:w="${SHORT}" w:h="${LONG}"`;
  const margins = `w:top="${MARGIN}" w:right="${MARGIN}" w:bottom="${MARGIN}" w:left="${MARGIN}" w:header="567" w:footer="567" w:gutter="0"`;
  const footer = PARTS.findIndex(([name]) => name === "footer1");
  return `<w:document ${NAMESPACES}><w:body>${body}<w:sectPr><w:footerReference w:type="default" r:id="rId${footer}"/><w:pgSz ${size}/><w:pgMar ${margins}/></w:sectPr></w:body></w:document>`;
}

function sectionXml({ module, title, sheets }: Section): string {
  return [paragraph("Module", module), paragraph("Heading1", title), ...sheets.map(sheetXml)].join("");
}

function sheetXml({ title, blocks }: Sheet): string {
  return paragraph("Heading2", title) + blocks.map((block) => blockXml(block, title)).join("");
}

function blockXml(block: Block, title: string): string {
  switch (block.kind) {
    case "heading":
      return paragraph("Heading3", block.text);
    case "answer": {
      const label = isAsked(block.label, title) ? "" : paragraph("Label", block.label);
      const isList = block.isList === true && block.text !== "";
      const choices = block.text === "" ? (block.choices ?? []) : [];
      if (choices.length > 0) {
        return label + choices.map((choice) => paragraph("Answer", `${TO_TICK} ${choice}`)).join("");
      }
      const items = isList ? block.text.split("\n").map((item) => paragraph("ListBullet", item)) : [paragraph("Answer", block.text || block.suggested || "\n".repeat(LINES - 1))];
      return label + items.join("");
    }
    case "table":
      return tableXml(block.rows);
  }
}

/** The first row is repeated on every page; no row is parted. An empty cell has room to write in. */
function tableXml([head = [], ...rows]: string[][]): string {
  const columns = Math.max(head.length, ...rows.map(({ length }) => length));
  const cells = (texts: string[], isHead: boolean) =>
    Array.from({ length: columns }, (_, at) => `<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>${paragraph(isHead || at === 0 ? "TableHeading" : "TableText", texts[at] ?? "")}</w:tc>`).join("");
  const grid = "<w:gridCol/>".repeat(columns);
  const look = '<w:tblStyle w:val="Sheet"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="00A0" w:firstRow="1" w:firstColumn="1" w:lastRow="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>';
  const headRow = `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${cells(head, true)}</w:tr>`;
  const bodyRows = rows.map((row) => `<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="567" w:hRule="atLeast"/></w:trPr>${cells(row, false)}</w:tr>`);
  // Two tables with nothing between them would become one.
  return `<w:tbl><w:tblPr>${look}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>${headRow}${bodyRows.join("")}</w:tbl>${paragraph("TableText", "")}`;
}

function paragraph(style: string, text: string): string {
  const runs = text.split("\n").map((line) => (line === "" ? "" : `<w:t xml:space="preserve">${escaped(line)}</w:t>`));
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${text === "" ? "" : `<w:r>${runs.join("<w:br/>")}</w:r>`}</w:p>`;
}

function footerXml(text: string): string {
  const field = '<w:r><w:tab/></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>';
  return `<w:ftr ${NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>${field}</w:p></w:ftr>`;
}

function coreXml({ booklet, ...rest }: Made): string {
  const { title } = headOf({ booklet, ...rest });
  const made = `<dcterms:created xsi:type="dcterms:W3CDTF">${booklet.made}</dcterms:created>`;
  return `${DECLARATION}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:language>${escaped(booklet.course.language)}</dc:language>${made}</cp:coreProperties>`;
}

interface Style {
  id: string;
  /** As word processors know it, where they do. */
  name: string;
  paragraph?: string;
  run?: string;
}

const AFTER = (points: number, before = 0) => `<w:spacing w:before="${before * 20}" w:after="${points * 20}"/>`;
const HEADING = (level: number, before: number) => `<w:keepNext/><w:keepLines/>${AFTER(4, before)}<w:outlineLvl w:val="${level}"/>`;
const SOFT = '<w:color w:val="4C5856"/>';
const BAR = '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="0B5A54"/></w:pBdr>';

const STYLES: Style[] = [
  { id: "Title", name: "Title", paragraph: AFTER(8), run: '<w:b/><w:sz w:val="44"/>' },
  { id: "Facts", name: "Facts", paragraph: AFTER(0), run: SOFT },
  { id: "Module", name: "Module", paragraph: `<w:keepNext/>${AFTER(0, 24)}`, run: SOFT },
  { id: "Heading1", name: "heading 1", paragraph: HEADING(0, 0), run: '<w:b/><w:color w:val="0B5A54"/><w:sz w:val="32"/>' },
  { id: "Heading2", name: "heading 2", paragraph: HEADING(1, 16), run: '<w:b/><w:sz w:val="26"/>' },
  { id: "Heading3", name: "heading 3", paragraph: HEADING(2, 10), run: "<w:b/>" },
  { id: "Label", name: "Label", paragraph: `<w:keepNext/>${AFTER(2, 8)}`, run: SOFT },
  { id: "Answer", name: "Answer", paragraph: `${BAR}${AFTER(8)}<w:ind w:left="227"/>` },
  { id: "ListBullet", name: "List Bullet", paragraph: `<w:numPr><w:numId w:val="1"/></w:numPr>${AFTER(2)}` },
  { id: "TableText", name: "Table Text", paragraph: AFTER(2, 2) },
  { id: "TableHeading", name: "Table Heading", paragraph: AFTER(2, 2), run: "<w:b/>" },
  { id: "Footer", name: "footer", paragraph: '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>', run: `${SOFT}<w:sz w:val="18"/>` },
];

function stylesXml(language: string): string {
  const styles = STYLES.map(({ id, name, paragraph: shape = "", run = "" }) => `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${shape}</w:pPr><w:rPr>${run}</w:rPr></w:style>`);
  const edges = ["top", "left", "bottom", "right", "insideH", "insideV"].map((edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="9AA19E"/>`).join("");
  const table = `<w:style w:type="table" w:styleId="Sheet"><w:name w:val="Sheet"/><w:tblPr><w:tblBorders>${edges}</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8EFED"/></w:tcPr></w:tblStylePr></w:style>`;
  const usual = `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="${escaped(language)}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>${AFTER(6)}</w:pPr></w:pPrDefault></w:docDefaults>`;
  return `<w:styles ${NAMESPACES}>${usual}<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${styles.join("")}${table}</w:styles>`;
}

const NUMBERING = `<w:numbering ${NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="454" w:hanging="227"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`;

/** Without it Word opens the file as one of an old version. */
const SETTINGS = `<w:settings ${NAMESPACES}><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`;

/** A text that XML can hold (XML 1.0, 2.2): without control characters and halves of surrogate pairs. */
function escaped(text: string): string {
  return text
    .replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) => (found.length === 2 ? found : "\ufffd"))
    .replace(/[\0-\x08\x0b-\x1f\x7f\ufffe\uffff]/g, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
