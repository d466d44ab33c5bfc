// npm run docs:channels: builds, and writes docs/channels.md from what each channel's folder says of itself. A test compares the two.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from './prepare.mjs';

const CHANNELS = 'adapters/channels';

/** What a capability of a manifest means to who runs a channel. The order is that of the table. */
const CAPABILITIES = {
  public: 'public messages',
  'private-reply': 'private answers to public messages',
  edits: 'edits',
  deletions: 'deletions',
  'outside-answers': "answers given in the platform's own app",
  receipts: 'delivery receipts',
  'reply-window': 'a reply window',
  'human-agent': 'a longer window for answers of people',
  'looks-up': 'a look at what became of an answer',
  'identity-changes': 'changes of identity',
  'account-alerts': 'alerts about the account',
};

const WAYS_IN = { webhook: 'it posts', pull: 'it is looked at' };

function read(...path) {
  return readFileSync(join(projectFolder, CHANNELS, ...path), 'utf8');
}

/** The text below a heading of the second rank, its links made to work from docs/. */
function section(readme, heading) {
  const [, text = ''] = readme.split(new RegExp(`^## ${heading}\\n`, 'm'));
  return text.split(/^## /m)[0].trim();
}

function moved(text, id) {
  return text.replace(/\]\((?!https?:|#)([^)]+)\)/g, (_, path) => `](${join('..', CHANNELS, id, path)})`);
}

function limitOf({ limits }) {
  if (limits.textWeighted !== undefined) {
    return `${limits.textWeighted}, as X counts`;
  }
  return limits.textBytes === undefined ? `${limits.textCharacters} characters` : `${limits.textBytes} bytes`;
}

function settingsOf(schema) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, { description, writeOnly, default: standard }]) => {
    const notes = [writeOnly ? 'secret' : '', required.has(name) ? '' : `default ${JSON.stringify(standard)}`];
    const said = notes.filter((note) => note !== '').join(', ');
    return `- \`${name}\`${said === '' ? '' : ` (${said})`}: ${description}`;
  });
}

function channel(id) {
  const readme = read(id, 'README.md');
  const [, title = id] = /^# (.+)$/m.exec(readme) ?? [];
  return {
    ...{ id, title, readme, manifest: JSON.parse(read(id, 'manifest.json')) },
    schema: JSON.parse(read(id, 'settings.schema.json')),
  };
}

/** The name by which a heading is linked. */
function anchorOf(title) {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function row({ title, manifest }) {
  const can = Object.keys(CAPABILITIES)
    .filter((name) => manifest.capabilities.includes(name))
    .map((name) => CAPABILITIES[name]);
  const ways = manifest.modes.map((mode) => WAYS_IN[mode] ?? mode).join(', ');
  return `| [${title}](#${anchorOf(title)}) | ${ways} | ${limitOf(manifest)} | ${can.join(', ') || '–'} |`;
}

/** Of which of what an account sends a rate speaks. */
function rateOf({ perSeconds, scope, way }) {
  const [length, name] = [
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ].find(([seconds]) => perSeconds % seconds === 0);
  return [
    `${perSeconds / length} ${name}`,
    ...(scope === 'recipient' ? ['to one person'] : []),
    ...(scope === 'app' ? ['for all accounts of one app'] : []),
    ...(way === undefined ? [] : [way]),
  ].join(', ');
}

/** One row for each limit, the newest last, with the day on which it ends. */
function limitRow({ what, value, unit, rate, validFrom, validUntil, source }) {
  const plain = unit === 'version' ? value : `${value} ${unit}`;
  const amount = rate === undefined ? plain : `${value} ${value === 1 ? 'message' : unit} in ${rateOf(rate)}`;
  return `| ${what} | ${amount} | ${validFrom} | ${validUntil ?? '–'} | ${source} |`;
}

function limitTable(limits) {
  return ['| Limit | Value | From | Until | Source |', '| --- | --- | --- | --- | --- |', ...limits.map(limitRow)];
}

/** What is kept of files unless a municipality says otherwise. */
function filesOf({ media = {} }) {
  const policies = { copy: 'copied', link: 'linked', tombstone: 'not kept' };
  const parts = Object.entries(policies).flatMap(([policy, words]) => {
    const types = Object.keys(media).filter((type) => media[type] === policy);
    return types.length === 0 ? [] : [`${types.join(', ')} ${words}`];
  });
  return parts.length === 0 ? 'linked' : parts.join('; ');
}

function chapter({ id, title, readme, manifest, schema }, limits) {
  return [
    `## ${title}`,
    '',
    `Channel \`${id}\`. What comes in of a citizen: ${manifest.personalData.join(', ')}.`,
    '',
    `[Files](guides/media.md): ${filesOf(manifest)}.`,
    '',
    '### Limits and windows',
    '',
    moved(section(readme, 'Limits and windows'), id),
    '',
    ...limitTable(limits),
    '',
    '### Credentials and settings',
    '',
    ...settingsOf(schema),
    '',
    `How to get them: [set-up](../${CHANNELS}/${id}/README.md#set-up).`,
  ].join('\n');
}

function channelIds() {
  return readdirSync(join(projectFolder, CHANNELS))
    .filter((id) => existsSync(join(projectFolder, CHANNELS, id, 'manifest.json')))
    .toSorted();
}

/**
 * The text of docs/channels.md.
 *
 * @param limitsOf gives the dated limits of a channel by its id
 */
export function channelsDoc(limitsOf) {
  const channels = channelIds().map(channel);
  return [
    '# Channels',
    '',
    '<!-- Made by npm run docs:channels from adapters/channels. Change it there. -->',
    '',
    'What each channel can do, within which limits, and what a municipality needs for it. Each folder in `adapters/channels` says so of itself, and',
    'the conformance kit holds what it says against what it does.',
    '',
    '| Channel | How its platform tells | Longest message | What there is beside question and answer |',
    '| --- | --- | --- | --- |',
    ...channels.map(row),
    '',
    channels.map((one) => chapter(one, limitsOf(one.id))).join('\n\n'),
    '',
  ].join('\n');
}

async function builtLimits(id) {
  const file = join(projectFolder, 'dist', 'modules', CHANNELS, id, 'limits.js');
  return [id, (await import(pathToFileURL(file).href)).limits];
}

if (process.argv[1] === import.meta.filename) {
  const limits = new Map(await Promise.all(channelIds().map(builtLimits)));
  writeFileSync(
    join(projectFolder, 'docs', 'channels.md'),
    channelsDoc((id) => limits.get(id)),
  );
  console.log('docs/channels.md is written.');
}
