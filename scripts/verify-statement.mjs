// Checks a statement of use with nothing of Schakel: node scripts/verify-statement.mjs STATEMENT ENTRIES KEY
// STATEMENT is JSON, ENTRIES has an entry on each line, KEY is the public key (PEM) that its maker published.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const METER = 2;
const QUANTITY = 3;
const CHANNEL = 4;

/** Keys in order and no spaces: what was signed. */
function canonical(value) {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

async function readEntries(file, start) {
  const counts = new Map();
  let [chain, entries] = [start, 0];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const entry = JSON.parse(line);
    const key = `${entry[METER]} ${entry[CHANNEL]}`;
    counts.set(key, (counts.get(key) ?? 0) + entry[QUANTITY]);
    chain = sha256(`${chain}\n${line}`);
    entries += 1;
  }
  return { chain, entries, counts };
}

const [statementFile, entriesFile, keyFile] = process.argv.slice(2);
if (keyFile === undefined) {
  console.error('Usage: node scripts/verify-statement.mjs STATEMENT ENTRIES KEY');
  process.exit(2);
}
const { signature, ...body } = JSON.parse(readFileSync(statementFile, 'utf8'));
const start = sha256(`schakel-statement-1\n${body.tenant}\n${body.period}`);
const found = await readEntries(entriesFile, start);
const said = new Map(body.counts.map(({ meter, channel, quantity }) => [`${meter} ${channel}`, quantity]));
const checks = {
  'the signature is that of the key': verify(
    ...[null, Buffer.from(canonical(body)), createPublicKey(readFileSync(keyFile)), Buffer.from(signature, 'base64')],
  ),
  'every entry is there, unchanged and in its place': found.chain === body.chain && found.entries === body.entries,
  'the counts are those of the entries':
    found.counts.size === said.size && [...said].every(([key, quantity]) => found.counts.get(key) === quantity),
};
for (const [check, holds] of Object.entries(checks)) {
  console.log(`${holds ? 'yes' : 'NO '}  ${check}`);
}
process.exitCode = Object.values(checks).every(Boolean) ? 0 : 1;
