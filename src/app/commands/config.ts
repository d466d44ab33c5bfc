import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { activeSnapshot } from '../snapshot-store.js';
import { applySnapshot, OPEN_TICKETS, type OpenTickets } from '../snapshot-store.js';
import { diffSettings } from '../../settings/diff.js';
import { loadAdapters } from '../adapters.js';
import { openTicketPreview, previewLines } from '../open-ticket-preview.js';
import { loadFolder } from '../apply-folder.js';
import { CommandFailed, environmentOrFail, say, withDatabase } from './command-environment.js';

interface ConfigFlags {
  readonly config?: string;
  readonly author?: string;
  readonly from?: string;
  readonly openTickets?: string;
}

function folderOf(flags: ConfigFlags): string {
  const folder = flags.config ?? environmentOrFail().config;
  if (folder === undefined) {
    throw new CommandFailed('Which folder? Give --config <folder> or set SCHAKEL_CONFIG.');
  }
  return folder;
}

async function check(flags: ConfigFlags, command: Command): Promise<void> {
  const folder = folderOf(flags);
  const { settings, warnings } = await loadFolder(await loadAdapters(), folder);
  const { hash, municipalities } = settings;
  say(command, { ok: true, hash, municipalities: municipalities.length, warnings }, [
    ...warnings.map((warning) => `Warning: ${warning}`),
    `${folder} is sound: ${municipalities.length} municipalities, snapshot ${hash.slice(0, 12)}.`,
  ]);
}

async function diff(flags: ConfigFlags, command: Command): Promise<void> {
  const { settings } = await loadFolder(await loadAdapters(), folderOf(flags));
  await withDatabase(async ({ database }) => {
    const active = await activeSnapshot(database.handling);
    if (active === undefined) {
      const changes = ['Nothing is active yet: all of it is new.'];
      say(command, { changes, openTickets: [] }, changes);
      return;
    }
    const changes = diffSettings(active.settings, settings);
    const openTickets = await openTicketPreview(database.handling, active.settings, settings, Date.now());
    const lines = [...changes, ...previewLines(openTickets)];
    say(command, { changes, openTickets }, lines.length === 0 ? ['Nothing would change.'] : lines);
  });
}

function effectiveFrom(text: string | undefined): Date {
  const from = text === undefined ? new Date() : new Date(text);
  if (Number.isNaN(from.getTime())) {
    throw new CommandFailed(`"${text ?? ''}" is no date and time; write for example 2027-01-01T00:00:00+01:00.`);
  }
  return from;
}

function openTicketsOf(text = 'pin'): OpenTickets {
  const known = OPEN_TICKETS.find((one) => one === text);
  if (known === undefined) {
    throw new CommandFailed(`--open-tickets ${text} is not known; allowed: ${OPEN_TICKETS.join(', ')}.`);
  }
  return known;
}

const BECOMES: Readonly<Record<OpenTickets, string>> = {
  pin: 'keep the terms under which they run; --open-tickets migrate or recompute gives them the new ones',
  migrate: 'go on under the new terms, and what was counted stays',
  recompute: 'are counted anew under the new terms',
};

function sayOpenTickets(tenants: readonly string[], openTickets: OpenTickets): string {
  return `Promises change for ${tenants.join(', ')}: tickets that are open ${BECOMES[openTickets]}.`;
}

async function apply(flags: ConfigFlags, command: Command): Promise<void> {
  const { settings } = await loadFolder(await loadAdapters(), folderOf(flags));
  const from = effectiveFrom(flags.from);
  const author = flags.author ?? userInfo().username;
  const openTickets = openTicketsOf(flags.openTickets);
  await withDatabase(async ({ database }) => {
    const active = await activeSnapshot(database.handling);
    const preview =
      active === undefined ? [] : await openTicketPreview(database.handling, active.settings, settings, Date.now());
    const applying = { author, effectiveFrom: from, openTickets };
    const { changed, otherPromises } = await applySnapshot(database.handling, settings, applying);
    const told = { changed, hash: settings.hash, effectiveFrom: from.toISOString(), author };
    say(command, { ...told, openTickets, otherPromises, preview: changed ? preview : [] }, [
      ...(changed ? previewLines(preview) : []),
      changed
        ? `Snapshot ${settings.hash.slice(0, 12)} is in force from ${from.toISOString()}, by ${author}.`
        : 'This configuration is in force already.',
      ...(otherPromises.length === 0 ? [] : [sayOpenTickets(otherPromises, openTickets)]),
    ]);
  });
}

export function addConfigCommands(program: Command): void {
  const config = program.command('config').description('check, compare and apply configuration');
  const folder = ['--config <folder>', 'the configuration folder'] as const;
  config
    .command('check')
    .description('say everything that is wrong with a folder')
    .option(...folder)
    .action(check);
  config
    .command('diff')
    .description('say what applying a folder would change')
    .option(...folder)
    .action(diff);
  config
    .command('apply')
    .description('store a folder as a snapshot and put it in force')
    .option(...folder)
    .option('--author <name>', 'who decides this; the user name unless told')
    .option('--from <instant>', 'when it comes into force; now unless told')
    .option(
      '--open-tickets <how>',
      'promises that run: "pin" keeps their terms (unless told), "migrate" goes on under the new ones, "recompute" counts anew',
    )
    .action(apply);
}
