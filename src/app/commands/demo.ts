import type { Command } from 'commander';
import { DEMO_PORTS, runDemoPlatform, runDemoSend } from '../../demo/command.js';
import { CommandFailed, say } from './command-environment.js';
import { untilSignal } from './until-signal.js';

const CALLBACK = 'http://127.0.0.1:1700/webhooks/meta';

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) {
    throw new CommandFailed(`"${text}" must be a whole number.`);
  }
  return number;
}

function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  void untilSignal().then(() => {
    stopping.abort();
  });
  return stopping.signal;
}

interface PlatformFlags {
  readonly port: string;
  readonly telegramPort: string;
  readonly mastodonPort: string;
  readonly xPort: string;
  readonly linkedinPort: string;
  readonly blueskyPort: string;
  readonly mailPort: string;
  readonly callback?: string;
}

async function platform(flags: PlatformFlags): Promise<void> {
  await runDemoPlatform({
    ports: {
      meta: wholeNumber(flags.port),
      telegram: wholeNumber(flags.telegramPort),
      mastodon: wholeNumber(flags.mastodonPort),
      x: wholeNumber(flags.xPort),
      linkedin: wholeNumber(flags.linkedinPort),
      bluesky: wholeNumber(flags.blueskyPort),
      mail: wholeNumber(flags.mailPort),
    },
    ...(flags.callback === undefined ? {} : { callbackUrl: flags.callback }),
    signal: stopSignal(),
    print: (line) => process.stdout.write(`${line}\n`),
  });
}

interface SendFlags {
  readonly callback: string;
  readonly platform?: string;
  readonly telegram?: string;
  readonly mastodon?: string;
  readonly x?: string;
  readonly linkedin?: string;
  readonly bluesky?: string;
  readonly mail?: string;
  readonly counter?: string;
  readonly pace: string;
  readonly seed: string;
}

async function send(flags: SendFlags, command: Command): Promise<void> {
  const result = await runDemoSend({
    callbackUrl: flags.callback,
    ...(flags.platform === undefined ? {} : { platformUrl: flags.platform }),
    ...(flags.telegram === undefined ? {} : { telegramUrl: flags.telegram }),
    ...(flags.mastodon === undefined ? {} : { mastodonUrl: flags.mastodon }),
    ...(flags.x === undefined ? {} : { xUrl: flags.x }),
    ...(flags.linkedin === undefined ? {} : { linkedInUrl: flags.linkedin }),
    ...(flags.bluesky === undefined ? {} : { blueskyUrl: flags.bluesky }),
    ...(flags.mail === undefined ? {} : { mailUrl: flags.mail }),
    ...(flags.counter === undefined ? {} : { counterUrl: flags.counter }),
    ...{ seed: flags.seed, startedAtMs: Date.now(), paceMs: wholeNumber(flags.pace), signal: stopSignal() },
    onProgress: ({ done, total }) => process.stderr.write(`\r${done} of ${total}`),
  });
  process.stderr.write('\n');
  say(command, result, [`${result.played} steps were played.`]);
}

export function addDemoCommands(program: Command): void {
  const demo = program.command('demo').description('a platform of our own, and sample traffic');
  demo
    .command('platform')
    .description(
      'run the fake platforms of Meta, Telegram, Mastodon, X, LinkedIn and Bluesky, and mailboxes, until stopped',
    )
    .option('--port <port>', 'where Meta listens', String(DEMO_PORTS.meta))
    .option('--telegram-port <port>', 'where Telegram listens', String(DEMO_PORTS.telegram))
    .option('--mastodon-port <port>', 'where Mastodon listens', String(DEMO_PORTS.mastodon))
    .option('--x-port <port>', 'where X listens', String(DEMO_PORTS.x))
    .option('--linkedin-port <port>', 'where LinkedIn listens', String(DEMO_PORTS.linkedin))
    .option('--bluesky-port <port>', 'where Bluesky listens', String(DEMO_PORTS.bluesky))
    .option('--mail-port <port>', 'where mail is steered; IMAP and SMTP take the two after it', String(DEMO_PORTS.mail))
    .option('--callback <url>', "where webhooks go: Schakel's /webhooks/meta; those of Telegram and X go beside it")
    .action(platform);
  demo
    .command('send')
    .description('play the sample through signed webhooks')
    .option('--callback <url>', "Schakel's webhook", CALLBACK)
    .option('--platform <url>', 'play on a platform of Meta that already runs')
    .option('--telegram <url>', 'play on a Telegram that already runs')
    .option('--mastodon <url>', 'play on a Mastodon that already runs; without it nothing is written there')
    .option('--x <url>', 'play on an X that already runs; without it nothing is written there')
    .option('--linkedin <url>', 'play on a LinkedIn that already runs; without it nothing is written there')
    .option('--bluesky <url>', 'play on a Bluesky that already runs; without it nothing is written there')
    .option('--mail <url>', 'mailboxes of the demo that already run; without it nobody writes a mail')
    .option('--counter <url>', 'a Schakel whose digital counter is visited; without it no form is filled in')
    .option('--pace <ms>', 'milliseconds between steps', '700')
    .option('--seed <text>', 'ids follow from it: the same seed repeats the same messages', 'demo')
    .action(send);
}
