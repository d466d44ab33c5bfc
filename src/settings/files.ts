import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

/** Folders of a configuration that hold one thing a file. */
export const SECTIONS = [
  'municipalities',
  'calendars',
  'sla',
  'tariffs',
  'platform-prices',
  'pools',
  'topics',
] as const;
/** Single files beside those folders. */
export const SINGLES = ['platforms', 'targets', 'invoicing', 'demo'] as const;
export type FileKind = (typeof SECTIONS)[number] | (typeof SINGLES)[number];

/** Folders that may stand beside the sections and are not part of the configuration. */
const OTHER_FOLDERS = ['schema', 'reference', 'demo'];
const MAX_FILE_CHARACTERS = 1_000_000;
const MAX_FILES = 5000;

/** One file, parsed but not checked. */
export interface ParsedFile {
  readonly kind: FileKind;
  /** Path inside the configuration folder, as errors show it. */
  readonly file: string;
  /** Undefined when the text is no YAML. */
  readonly value: unknown;
}

export interface ReadFolder {
  readonly files: readonly ParsedFile[];
  readonly errors: readonly string[];
}

interface FoundFile {
  readonly kind: FileKind;
  readonly file: string;
}

function isSection(name: string): name is (typeof SECTIONS)[number] {
  return SECTIONS.some((section) => section === name);
}

function isIgnored(name: string): boolean {
  // Kubernetes puts its own links such as `..data` in a mounted folder; editors leave hidden files behind.
  return name.startsWith('.') || name.endsWith('~') || name.endsWith('.md');
}

async function findInSection(folder: string, kind: (typeof SECTIONS)[number], errors: string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const name of (await readdir(join(folder, kind))).sort()) {
    if (name.endsWith('.yaml') && !isIgnored(name)) {
      found.push({ kind, file: `${kind}/${name}` });
    } else if (!isIgnored(name)) {
      errors.push(`${kind}/${name}: is not read; a configuration file ends in .yaml and folders hold no folders`);
    }
  }
  return found;
}

function singleOf(name: string): (typeof SINGLES)[number] | undefined {
  return SINGLES.find((single) => `${single}.yaml` === name);
}

async function findFiles(folder: string, errors: string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    const single = singleOf(name);
    if (isSection(name)) {
      found.push(...(await findInSection(folder, name, errors)));
    } else if (single !== undefined) {
      found.push({ kind: single, file: name });
    } else if (!isIgnored(name) && !OTHER_FOLDERS.includes(name)) {
      const allowed = [...SECTIONS, ...SINGLES.map((one) => `${one}.yaml`)].join(', ');
      errors.push(`${name}: does not belong in a configuration folder; allowed: ${allowed}`);
    }
  }
  return found;
}

function parse({ kind, file }: FoundFile, text: string, errors: string[]): ParsedFile {
  if (text.length > MAX_FILE_CHARACTERS) {
    errors.push(`${file}: is longer than ${MAX_FILE_CHARACTERS} characters`);
    return { kind, file, value: undefined };
  }
  const document = parseDocument(text, { prettyErrors: true });
  const [first] = document.errors;
  if (first !== undefined) {
    // What follows a first mistake is mostly its echo. The message goes on with an excerpt; its first line says where.
    errors.push(`${file}: is no valid YAML: ${first.message.split('\n')[0]}`);
    return { kind, file, value: undefined };
  }
  return { kind, file, value: document.toJS({ maxAliasCount: 100 }) as unknown };
}

/** Reads and parses all files of a configuration folder, in a fixed order, and reports all that it cannot read. */
export async function readFolder(folder: string): Promise<ReadFolder> {
  const errors: string[] = [];
  let found: FoundFile[];
  try {
    found = await findFiles(folder, errors);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    return { files: [], errors: [`${folder}: the configuration folder cannot be read (${code})`] };
  }
  if (found.length > MAX_FILES) {
    return { files: [], errors: [`${folder}: holds more than ${MAX_FILES} files`] };
  }
  const files: ParsedFile[] = [];
  for (const one of found) {
    files.push(parse(one, await readFile(join(folder, one.file), 'utf8'), errors));
  }
  return { files, errors };
}
