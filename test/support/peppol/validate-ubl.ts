import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerCustomXPathFunction, Schema } from 'node-schematron';
import { validateXML } from 'xmllint-wasm';

/** The official rules, read once: about two seconds. */
export interface PeppolRules {
  /** Schemas of UBL 2.1 by the name of their root element. */
  readonly roots: Readonly<Record<string, XsdFile>>;
  readonly common: readonly XsdFile[];
  readonly schematrons: Readonly<Record<RuleSet, Schema>>;
}

export const RULE_SETS = ['en16931', 'peppol'] as const;
export type RuleSet = (typeof RULE_SETS)[number];

interface XsdFile {
  readonly fileName: string;
  readonly contents: string;
}

/** What a rule has against a document: `XSD`, or the id of the rule, and its sentence. */
export interface Objection {
  readonly rule: string;
  readonly sentence: string;
}

/** Checks of identifiers of other countries, which no Belgian document has. */
const FOREIGN_CHECKS = [
  'gln',
  'mod11',
  'checkCodiceIPA',
  'checkCF',
  'checkCF16',
  'checkPIVAseIT',
  'checkSEOrgnr',
  'abn',
];

/**
 * The functions that peppol.sch defines in XSLT, which node-schematron does not run. They are registered with the copy of
 * fontoxpath that it exports; another copy would not know them.
 */
function registerFunctions(): void {
  const named = (localName: string) => ({ namespaceURI: 'utils', localName });
  // Decimals reach functions as numbers of JavaScript, and as xs:double only.
  registerCustomXPathFunction(
    named('slack'),
    ['xs:double', 'xs:double', 'xs:double'],
    'xs:boolean',
    (_: unknown, expected: number, value: number, slack: number) => Math.abs(expected - value) <= slack + 1e-9,
  );
  registerCustomXPathFunction(
    named('mod97-0208'),
    ['xs:string'],
    'xs:boolean',
    (_: unknown, text: string) => Number(text.slice(8, 10)) === 97 - (Number(text.slice(0, 8)) % 97),
  );
  for (const name of [...FOREIGN_CHECKS, 'TinVerification']) {
    registerCustomXPathFunction(named(name), ['item()?'], 'xs:boolean', () => true);
  }
}

async function readXsd(folder: string, fileName: string): Promise<XsdFile> {
  const contents = await readFile(join(folder, fileName), 'utf8');
  // xmllint-wasm has one folder for all files.
  return { fileName, contents: contents.replaceAll('../common/', '') };
}

const EXACT_SUM = 'xs:decimal(../cbc:TaxableAmount) = (';

/** Where the parenthesis that stands at `from` is closed. */
function closingOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    depth += text[at] === '(' ? 1 : 0;
    depth -= text[at] === ')' ? 1 : 0;
    if (depth === 0) {
      return at;
    }
  }
  return text.length;
}

/**
 * fontoxpath calculates decimals as numbers of JavaScript, for which 250 + 276.93 is not 526.93. The rules that compare such a
 * sum without rounding (BR-E-08 and its like) get half a cent of room. The others round or have room themselves.
 */
function withRoomForBinarySums(schematron: string): string {
  let text = schematron;
  for (let at = text.indexOf(EXACT_SUM); at >= 0; at = text.indexOf(EXACT_SUM, at + 1)) {
    const from = at + EXACT_SUM.length - 1;
    const end = closingOf(text, from);
    const sum = text.slice(from, end + 1);
    text = `${text.slice(0, at)}abs(xs:decimal(../cbc:TaxableAmount) - ${sum}) &lt; 0.005${text.slice(end + 1)}`;
  }
  return text;
}

/**
 * Reads the rules from a folder with `xsd/`, `en16931.sch` and `peppol.sch`.
 *
 * @throws when a file is missing
 */
export async function readRules(folder: string): Promise<PeppolRules> {
  registerFunctions();
  const commonFolder = join(folder, 'xsd', 'common');
  const names = await readdir(commonFolder);
  const schematron = async (name: RuleSet) =>
    Schema.fromString(withRoomForBinarySums(await readFile(join(folder, `${name}.sch`), 'utf8')));
  const root = (name: string) => readXsd(join(folder, 'xsd', 'maindoc'), `UBL-${name}-2.1.xsd`);
  return {
    roots: { Invoice: await root('Invoice'), CreditNote: await root('CreditNote') },
    common: await Promise.all(names.map((name) => readXsd(commonFolder, name))),
    schematrons: { en16931: await schematron('en16931'), peppol: await schematron('peppol') },
  };
}

async function againstSchema(xml: string, rules: PeppolRules): Promise<readonly Objection[]> {
  const rootName = /<([A-Za-z]+) xmlns/.exec(xml)?.[1] ?? '';
  const schema = rules.roots[rootName];
  if (schema === undefined) {
    return [{ rule: 'XSD', sentence: `no schema for a document that begins with "${rootName}"` }];
  }
  const { errors } = await validateXML({
    xml: [{ fileName: 'document.xml', contents: xml }],
    schema: [schema],
    preload: [...rules.common],
  });
  return errors.map(({ message }) => ({ rule: 'XSD', sentence: message }));
}

/**
 * What the official rules have against a document: the schemas of UBL 2.1, and where these have nothing, EN 16931 and Peppol
 * BIS Billing 3.0, warnings too. Empty for a document that can be sent.
 *
 * @param sets which of the two to ask; a document takes some seconds in each
 */
export async function validateUbl(
  xml: string,
  rules: PeppolRules,
  sets: readonly RuleSet[] = RULE_SETS,
): Promise<readonly Objection[]> {
  const objections = await againstSchema(xml, rules);
  if (objections.length > 0) {
    return objections;
  }
  return sets.flatMap((set) =>
    rules.schematrons[set]
      .validateString(xml)
      .map(({ assertId, message }) => ({ rule: assertId ?? 'unnamed', sentence: message?.trim() ?? '' })),
  );
}
