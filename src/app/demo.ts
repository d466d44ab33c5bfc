import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoPlatformOptions } from '../demo/command.js';
import { startFakePlatform } from '../demo/platform/server.js';
import { demoTelegramOptions, setDemoWebhooks } from '../demo/telegram-bots.js';
import { startFakeTelegram } from '../demo/telegram/server.js';
import { playTraffic } from '../demo/traffic/play.js';
import { projectPath } from '../platform/files/project-path.js';
import type { Environment } from './environment.js';
import { keptSecret } from './open-database.js';
import { PROCESS_ROLES } from './roles.js';
import { serve } from './serve.js';

const PACE_MS = 700;

interface DemoOrigin {
  readonly seed: string;
  readonly startedAtMs: number;
}

/** Who writes and when, kept in the data folder: a restart repeats the same messages, and repeats change nothing. */
function demoOrigin(dataDir: string): DemoOrigin {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'demo.json');
  const made: DemoOrigin = { seed: randomBytes(8).toString('hex'), startedAtMs: Date.now() };
  try {
    writeFileSync(file, JSON.stringify(made), { flag: 'wx', mode: 0o600 });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
  // Written by the lines above at an earlier start.
  return JSON.parse(readFileSync(file, 'utf8')) as DemoOrigin;
}

export interface DemoOptions {
  readonly environment: Environment;
  readonly configFolder: string | undefined;
  /** False serves without sending the sample. */
  readonly sendsTraffic: boolean;
  readonly print: (line: string) => void;
}

export interface Demo {
  close(): Promise<void>;
}

interface Places {
  readonly url: string;
  readonly platformUrl: string;
  readonly telegramUrl: string;
}

function welcome({ url, platformUrl, telegramUrl }: Places, key: string, dataDir: string): readonly string[] {
  return [
    '',
    'Schakel draait met de demo: vijf gemeenten, nagebootste platformen van Meta en Telegram en de ingebouwde balie van 1700.',
    '',
    `  Open    ${url}/#sleutel=${key}`,
    `  API     ${url}/docs`,
    `  Cijfers ${url}/metrics`,
    `  Platform (wat de burger ziet)  ${platformUrl}/_control/transcript`,
    `  Telegram (wat de burger ziet)  ${telegramUrl}/_control/transcript`,
    `  Gegevens staan in ${dataDir}; stoppen met Ctrl-C, en opnieuw starten gaat verder.`,
    '',
  ];
}

/**
 * Serves everything in one process beside a platform of our own, and sends the bundled sample through Schakel's own
 * signed webhooks at a human pace.
 */
export async function startDemo({ environment, configFolder, sendsTraffic, print }: DemoOptions): Promise<Demo> {
  const { dataDir } = environment;
  const origin = demoOrigin(dataDir);
  const platform = await startFakePlatform(demoPlatformOptions({}));
  const telegram = await startFakeTelegram(demoTelegramOptions());
  const bootstrapKey = environment.bootstrapKey ?? keptSecret(dataDir, 'bootstrap-key');
  const service = await serve({
    environment: {
      ...environment,
      allowPrivateTargets: true,
      values: {
        SCHAKEL_META_BASE_URL: platform.url,
        SCHAKEL_TELEGRAM_BASE_URL: telegram.url,
        ...environment.values,
      },
    },
    roles: PROCESS_ROLES,
    configFolder: configFolder ?? environment.config ?? projectPath('config', 'demo'),
    bootstrapKey,
  });
  const places = { url: service.url, platformUrl: platform.url, telegramUrl: telegram.url };
  for (const line of welcome(places, bootstrapKey, dataDir)) {
    print(line);
  }
  const callbackUrl = `${service.url}/webhooks/meta`;
  await platform.subscribe(callbackUrl);
  await setDemoWebhooks(telegram.url, callbackUrl);
  const stopping = new AbortController();
  const playing = sendsTraffic
    ? playTraffic({
        ...{ stages: { meta: platform, telegram }, paceMs: PACE_MS, ...origin, signal: stopping.signal },
        onProgress: ({ done, total }) => {
          if (done % 10 === 0 || done === total) {
            print(`Demoverkeer: ${done} van ${total} berichten verstuurd.`);
          }
        },
      }).catch((error: unknown) => {
        service.log.error({ error }, 'the demo traffic stopped');
      })
    : Promise.resolve();
  return {
    close: async () => {
      stopping.abort();
      await playing;
      await Promise.all([platform.close(), telegram.close()]);
      await service.close();
    },
  };
}
