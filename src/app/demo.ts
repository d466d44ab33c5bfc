import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setDemoCallbacks, startDemoPlatforms, type DemoPlatforms } from '../demo/demo-platforms.js';
import { playTraffic } from '../demo/traffic/play.js';
import { counterAt } from '../demo/traffic/stage.js';
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

interface Place {
  readonly url: string;
  readonly key: string;
  readonly dataDir: string;
}

function welcome({ url, key, dataDir }: Place, platforms: DemoPlatforms): readonly string[] {
  const { meta, telegram, mastodon, x, linkedin, bluesky, mail } = platforms;
  return [
    '',
    'Schakel draait met de demo: vijf gemeenten, nagebootste platformen van Meta, Telegram, Mastodon, X, LinkedIn en Bluesky, een nagebootste mailserver en de ingebouwde balie van 1700.',
    '',
    `  Open    ${url}/#sleutel=${key}`,
    `  Loket   ${url}/counter/demo (een gemeentesite met het digitale loket)`,
    `  API     ${url}/docs`,
    `  Cijfers ${url}/metrics`,
    `  Platform (wat de burger ziet)  ${meta.url}/_control/transcript`,
    `  Telegram (wat de burger ziet)  ${telegram.url}/_control/transcript`,
    `  Mastodon (wat de burger ziet)  ${mastodon.url}/_control/transcript`,
    `  X (wat de burger ziet)         ${x.url}/_control/transcript`,
    `  LinkedIn (wat de burger ziet)  ${linkedin.url}/_control/transcript`,
    `  Bluesky (wat de burger ziet)   ${bluesky.url}/_control/transcript`,
    `  E-mail (wat de burger ziet)    ${mail.url}/_control/transcript`,
    `  Gegevens staan in ${dataDir}; stoppen met Ctrl-C, en opnieuw starten gaat verder.`,
    '',
  ];
}

/**
 * Serves everything in one process beside platforms of our own, and plays the bundled sample on them at a human pace:
 * through Schakel's own signed webhooks, and where it has to look itself.
 */
export async function startDemo({ environment, configFolder, sendsTraffic, print }: DemoOptions): Promise<Demo> {
  const { dataDir } = environment;
  const origin = demoOrigin(dataDir);
  const platforms = await startDemoPlatforms();
  const bootstrapKey = environment.bootstrapKey ?? keptSecret(dataDir, 'bootstrap-key');
  const service = await serve({
    environment: {
      ...environment,
      allowPrivateTargets: true,
      values: { ...platforms.environment, ...environment.values },
    },
    roles: PROCESS_ROLES,
    configFolder: configFolder ?? environment.config ?? projectPath('config', 'demo'),
    bootstrapKey,
    hasCounterDemo: true,
  });
  for (const line of welcome({ url: service.url, key: bootstrapKey, dataDir }, platforms)) {
    print(line);
  }
  await setDemoCallbacks(platforms, `${service.url}/webhooks/meta`);
  const stopping = new AbortController();
  const playing = sendsTraffic
    ? playTraffic({
        ...{
          stages: { ...platforms, counter: counterAt(service.url) },
          paceMs: PACE_MS,
          ...origin,
          signal: stopping.signal,
        },
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
      await platforms.close();
      await service.close();
    },
  };
}
