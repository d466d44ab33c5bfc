import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PdfDocument from 'pdfkit';
import { plainFontOf } from './plain-font.js';

/** Of a4, in points: 72 to the inch. */
const PAGE = { width: 595.28, height: 841.89, margin: 50 };
export const LEFT = PAGE.margin;
export const RIGHT = PAGE.width - PAGE.margin;
export const WIDTH = RIGHT - LEFT;
/** Below it stands the number of the page. */
const BOTTOM = PAGE.height - 70;

/** From .woff: fontkit, with which pdfkit reads a font, fails on .woff2. */
function fontOf(weight: 400 | 700): Buffer {
  const file = `@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff`;
  return plainFontOf(readFileSync(createRequire(import.meta.url).resolve(file)));
}

const [PLAIN, BOLD] = ['plain', 'bold'];

const GREY = '#555555';

export type Tag = 'H1' | 'H2' | 'P' | 'TR';

export interface Cell {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly align?: 'left' | 'right';
  readonly isBold?: boolean;
}

export interface PageFacts {
  readonly title: string;
  readonly author: string;
  /** Local date; the only moment in the file, so that the same invoice gives the same bytes. */
  readonly date: string;
}

/** Something to write on from top to bottom, which begins a new page where the old one is full. */
export interface Paper {
  /** Cells side by side, in one row of which the tallest cell gives the height. Never divided over pages. */
  row: (tag: Tag, cells: readonly Cell[], size?: number) => void;
  /** One text over the whole width. */
  line: (tag: Tag, text: string, size?: number) => void;
  rule: () => void;
  space: (points: number) => void;
  /** Begins a new page unless there is room for so many points. */
  keep: (points: number) => void;
  /** Numbers the pages, ends the file, and gives it. Nothing can be written afterwards. */
  end: (footer: string) => Promise<Buffer>;
}

function openDocument({ title, author, date }: PageFacts): PDFKit.PDFDocument {
  // Without a font at first: pdfkit takes a name here for that of a file, and reads one of its own when there is none.
  const document = new PdfDocument({
    size: 'A4',
    margins: { top: PAGE.margin, left: PAGE.margin, right: PAGE.margin, bottom: 0 },
    ...{ pdfVersion: '1.7', tagged: true, lang: 'nl-BE', displayTitle: true, bufferPages: true, font: '' },
    info: { Title: title, Author: author, Creator: 'Schakel', CreationDate: new Date(`${date}T00:00:00Z`) },
  });
  document.registerFont(PLAIN, fontOf(400)).registerFont(BOLD, fontOf(700));
  return document.font(PLAIN);
}

function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('error', reject);
    document.on('end', () => resolve(Buffer.concat(parts)));
  });
}

interface Structure {
  /** Draws the parts of one row, and tells what they are. */
  readonly add: (tag: Tag, parts: readonly (() => void)[]) => void;
  readonly end: () => void;
}

/** The tree that says what is a heading, a text or a table. Rows that follow each other are one table. */
function openStructure(document: PDFKit.PDFDocument): Structure {
  const root = document.struct('Document');
  document.addStructure(root);
  let table: PDFKit.PDFStructureElement | undefined;
  const closeTable = (): void => {
    table?.end();
    table = undefined;
  };
  const openTable = (): PDFKit.PDFStructureElement => {
    const opened = document.struct('Table');
    root.add(opened);
    return opened;
  };
  return {
    add: (tag, parts) => {
      if (tag === 'TR') {
        table ??= openTable();
        const cells = parts.map((part) => document.struct('TD', {}, part));
        table.add(document.struct('TR', {}, cells));
        return;
      }
      closeTable();
      root.add(document.struct(tag, {}, [...parts]));
    },
    end: () => {
      closeTable();
      root.end();
    },
  };
}

/** Marked as an artifact: a reader that reads aloud leaves it out. */
function numberPages(document: PDFKit.PDFDocument, footer: string): void {
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    document.markContent('Artifact', { type: 'Pagination' });
    document.font(PLAIN).fontSize(8).fillColor(GREY);
    const options = { width: WIDTH, lineBreak: false } as const;
    document.text(footer, LEFT, BOTTOM + 20, options);
    document.text(`pagina ${page + 1} van ${count}`, LEFT, BOTTOM + 20, { ...options, align: 'right' });
    document.endMarkedContent();
  }
}

/** An empty A4 file with our letter in it, tagged for who has it read aloud. */
export function openPaper(facts: PageFacts): Paper {
  const document = openDocument(facts);
  const bytes = collect(document);
  const structure = openStructure(document);
  let y = PAGE.margin;
  const keep = (points: number): void => {
    if (y + points > BOTTOM) {
      document.addPage();
      y = PAGE.margin;
    }
  };
  const select = (cell: Cell, size: number): PDFKit.PDFDocument =>
    document
      .font(cell.isBold === true ? BOLD : PLAIN)
      .fontSize(size)
      .fillColor('black');
  const row: Paper['row'] = (tag, cells, size = 10) => {
    const heights = cells.map((cell) => select(cell, size).heightOfString(cell.text, { width: cell.width }));
    const height = Math.max(...heights);
    keep(height);
    const top = y;
    const draw = (cell: Cell) => () => {
      select(cell, size).text(cell.text, cell.x, top, { width: cell.width, align: cell.align ?? 'left' });
    };
    const parts = cells.map(draw);
    structure.add(tag, parts);
    y += height + 3;
  };
  return {
    row,
    keep,
    line: (tag, text, size) => row(tag, [{ text, x: LEFT, width: WIDTH, isBold: tag !== 'P' }], size),
    rule: () => {
      document.markContent('Artifact', { type: 'Layout' });
      document.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(0.5).strokeColor(GREY).stroke();
      document.endMarkedContent();
      y += 4;
    },
    space: (points) => {
      y += points;
    },
    end: (footer) => {
      structure.end();
      numberPages(document, footer);
      document.end();
      return bytes;
    },
  };
}
