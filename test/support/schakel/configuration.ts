import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../temporary-folder.js';

const CONFIG = join(import.meta.dirname, '..', '..', '..', 'config');

export interface CrmPlaces {
  /** Where the fakes of the two CRMs listen. */
  readonly webhookUrl: string;
  readonly zammadUrl: string;
}

const MUNICIPALITIES = ['11002-antwerpen', '24062-leuven', '31005-brugge', '44021-gent', '71072-hasselt'];

export const WEBHOOK_SECRET = 'whsec_dGVzdC1vbmx5LXdlYmhvb2stdGFyZ2V0LXNlY3JldA==';
export const HOOK_SECRET = 'whsec_dGVzdC1vbmx5LWhvb2stc2VjcmV0LW9mLWEtY3Jt';
export const ZAMMAD_TOKEN = 'test-only-zammad-token';
export const ZAMMAD_HOOK_TOKEN = 'test-only-zammad-hook';

/** In Leuven afval goes to a webhook target, and in Brugge everything local to Zammad; the rest goes to 1700. */
function withCrms(folder: string, places: CrmPlaces): void {
  const targets = readFileSync(join(folder, 'targets.yaml'), 'utf8').replace(/maxInFlight: \d+/, 'maxInFlight: 2000');
  writeFileSync(
    join(folder, 'targets.yaml'),
    `${targets}
  - id: leuven-crm
    kind: crm
    adapter: standard-webhooks
    tenants: [leuven]
    maxInFlight: 5
    settings:
      url: ${places.webhookUrl}
      secret: { demo: '${WEBHOOK_SECRET}' }
      hookSecret: { demo: '${HOOK_SECRET}' }
  - id: brugge-zammad
    kind: crm
    adapter: zammad
    tenants: [brugge]
    maxInFlight: 5
    settings:
      url: ${places.zammadUrl}
      token: { demo: ${ZAMMAD_TOKEN} }
      group: Sociale media
      integrationUserId: 3
      webhookToken: { demo: ${ZAMMAD_HOOK_TOKEN} }
      searchLagMs: 300
`,
  );
  route(folder, '24062-leuven.yaml', 'when: { topics: [afval] }', 'leuven-crm');
  route(folder, '31005-brugge.yaml', 'when: { levels: [local] }', 'brugge-zammad');
}

function route(folder: string, file: string, when: string, to: string): void {
  const path = join(folder, 'municipalities', file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(
      /^routes:\n/m,
      `routes:\n  - name: eigen-crm\n    ${when}\n    to: ${to}\n    because: de gemeente {topic} zelf behandelt\n`,
    ),
  );
}

/** Shorter waits for the echoes of Meta, so that unknown outcomes are settled within a test. */
function withShortWaits(folder: string): void {
  for (const file of MUNICIPALITIES) {
    const path = join(folder, 'municipalities', `${file}.yaml`);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll(/^( +)(?=accessToken:.*\n +appSecret:)/gm, '$1confirmWaitMs: 1500\n$1'));
  }
}

/** Municipalities are invoiced from a month on that is over, so that a test can close some. */
function withInvoicesFrom(folder: string, month: string): void {
  for (const file of MUNICIPALITIES) {
    const path = join(folder, 'municipalities', `${file}.yaml`);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^invoicing:\n/m, `invoicing:\n  from: '${month}'\n`));
  }
}

/** The month so many months before this one, `YYYY-MM` in UTC. */
export function monthsAgo(count: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 15)).toISOString().slice(0, 7);
}

/** So many months are over and not closed. */
export const MONTHS_TO_CLOSE = 8;

/** A folder with the demo configuration, and routes to the two CRMs beside 1700. */
export function testConfiguration(places: CrmPlaces): string {
  const root = temporaryFolder('config');
  mkdirSync(join(root, 'schema'));
  cpSync(join(CONFIG, 'schema'), join(root, 'schema'), { recursive: true });
  const folder = join(root, 'demo');
  cpSync(join(CONFIG, 'demo'), folder, { recursive: true });
  withCrms(folder, places);
  withShortWaits(folder);
  withInvoicesFrom(folder, monthsAgo(MONTHS_TO_CLOSE));
  return folder;
}
