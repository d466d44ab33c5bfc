import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { DEMO_ASSETS } from '../../src/demo/assets.js';
import { setDemoCallbacks, startDemoPlatforms, type DemoPlatforms } from '../../src/demo/demo-platforms.js';
import { ApiClient, type TicketDetail } from '../support/schakel/api-client.js';
import { testConfiguration } from '../support/schakel/configuration.js';
import { eventually } from '../support/schakel/eventually.js';
import { install, type Installation } from '../support/schakel/profiles.js';

jest.setTimeout(90_000);

const NOWHERE = 'http://127.0.0.1:9';
const NUMBER = DEMO_ASSETS.municipalities.find(({ nis }) => nis === '44021')?.whatsapp.phoneNumberId ?? '';

let platforms: DemoPlatforms;
let schakel: Installation;
let database: pg.Client;
let api: ApiClient;

beforeAll(async () => {
  platforms = await startDemoPlatforms();
  schakel = await install('server', {
    configFolder: testConfiguration({ webhookUrl: NOWHERE, zammadUrl: NOWHERE }),
    platformUrl: platforms.meta.url,
    environment: platforms.environment,
  });
  await setDemoCallbacks(platforms, `${schakel.webhookUrl}/webhooks/meta`);
  api = new ApiClient(schakel.apiUrl, schakel.key);
  database = new pg.Client({ connectionString: schakel.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await schakel.stop('SIGKILL');
  await platforms.close();
});

function copies(): readonly string[] {
  return readdirSync(schakel.blobFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /[0-9a-f]{64}$/.test(name),
  );
}

let citizens = 0;

/** Somebody new sends a photo on WhatsApp; gives the id of the message. */
function sendPhoto(about: string): string {
  citizens += 1;
  const { messageId } = platforms.meta.say({
    ...{ channel: 'whatsapp', account: NUMBER, text: `Wat is dit (${about})?` },
    citizen: { id: `3247100${String(citizens).padStart(4, '0')}`, name: 'Mia' },
    attachments: [{ type: 'image', url: platforms.meta.photoUrl('foto') }],
  });
  return messageId;
}

type Shown = TicketDetail['messages'][number]['attachments'][number];

async function ticketAbout(about: string): Promise<string> {
  return eventually(`the ticket of ${about}`, async () => {
    const [found] = await api.tickets(`?q=${encodeURIComponent(about)}`).catch(() => []);
    return found !== undefined && String(found['id']);
  });
}

/** What is shown of the photo of a ticket; nobody may be there to show it. */
async function attachmentOf(ticketId: string): Promise<Shown | undefined> {
  const ticket = await api.ticket(ticketId).catch(() => undefined);
  return ticket?.messages[0]?.attachments[0];
}

/** The status of an answer that came whole. */
async function statusOfFile(path: string): Promise<number | undefined> {
  return (await api.file(path).catch(() => undefined))?.status;
}

async function fetched(ticketId: string): Promise<void> {
  await eventually('the copy', async () => (await attachmentOf(ticketId))?.state === 'fetched');
}

async function dies(death: string): Promise<void> {
  const process = schakel.processes.get('all');
  await eventually(`the death at ${death}`, () => process?.hasEnded === true, 30_000);
  expect(await process?.ended()).toBe('SIGKILL');
  schakel.arm('all', undefined);
  await schakel.start();
  platforms.meta.redeliverNow();
  // The lease of whoever died ends.
  await database.query("update media set lease_until = null where state = 'due'");
}

async function reconciles(): Promise<void> {
  await eventually('a report without findings', async () => {
    const { body } = await api.get('/reconciliation');
    return body['ok'] === true && body;
  });
}

describe('a worker that is killed while it fetches a file', () => {
  it.each(['media.claim:before', 'media.claim:after', 'media.settle:before', 'media.settle:after'])(
    'at %s fetches it after all, and keeps it once',
    async (death) => {
      schakel.arm('all', death);
      sendPhoto(death);
      await dies(death);
      await fetched(await ticketAbout(death));
      // All of them are the same bytes of one municipality.
      expect(copies()).toHaveLength(1);
      await reconciles();
    },
  );

  it.each([
    ['api.file-read:before', 1],
    ['api.file-read:after', 2],
  ] as const)('at %s gives no byte of it that nobody wrote down', async (death, times) => {
    const message = sendPhoto(death);
    const ticket = await ticketAbout(death);
    await fetched(ticket);
    const path = `/tickets/${ticket}/attachments/${(await attachmentOf(ticket))?.id ?? ''}`;
    schakel.arm('all', death);
    // The file arms a process when it starts.
    const read = await statusOfFile(path);
    expect({ message, read }).toEqual({ message, read: undefined });
    await dies(death);
    expect(await statusOfFile(path)).toBe(200);
    const told = (await api.get('/file-reads')).body['items'] as readonly { attachmentId: string; times: number }[];
    expect(told.find(({ attachmentId }) => path.endsWith(attachmentId))?.times).toBe(times);
    await reconciles();
  });

  it.each(['media.drop:before', 'media.drop:after'])(
    'at %s leaves nothing of what a citizen took back',
    async (death) => {
      await database.query("update media set keep_until = now() where state = 'fetched'");
      await eventually('no other copies', () => copies().length === 0);
      const message = sendPhoto(death);
      const ticket = await ticketAbout(death);
      await fetched(ticket);
      schakel.arm('all', death);
      platforms.meta.remove({ id: message });
      await dies(death);
      await eventually('the copy to go', () => copies().length === 0);
      expect(await attachmentOf(ticket)).toMatchObject({ state: 'tombstone', code: 'MEDIA_MESSAGE_DELETED' });
      await reconciles();
      const { rows } = await database.query('select 1 from media where has_copy');
      expect(rows).toEqual([]);
    },
  );
});
