import type { ChannelEvent } from '../../src/adapter-sdk/index.js';
import { closingParts } from '../../src/app/invoicing.js';
import { billingPeriod, closeMonth, previewMonth, type DebtorOutcome } from '../../src/billing/index.js';
import type { Invoice } from '../../src/domain/invoice.js';
import { reconcile } from '../../src/ops/reconcile/reconcile.js';
import type { Database } from '../../src/platform/store/store.js';
import { pipelineOn, type Pipeline } from '../ops/pipeline.js';
import { CHANNEL, CRM, SETTINGS, smallWorld } from '../ops/small-settings.js';

export interface ClosingScene {
  readonly pipeline: Pipeline;
  /** A citizen wrote at that instant; told to us now. */
  says(who: string, iso: string, page?: string): Promise<void>;
  /** A person calls the ticket spam, or takes that back. */
  judges(key: string, who: string, isSpam: boolean): Promise<void>;
  close(period: string, at?: string): Promise<readonly DebtorOutcome[]>;
  preview(period: string): Promise<readonly Invoice[]>;
  issued(): Promise<readonly Invoice[]>;
  /** Sentences of reconciliation; none when all is well. */
  findings(): Promise<readonly string[]>;
}

/** The real pipeline with invoices, and a clock that the test tells. */
export async function closingScene(db: Database, settings = SETTINGS): Promise<ClosingScene> {
  const world = smallWorld(settings);
  const nowMs = Date.now();
  const pipeline = await pipelineOn(
    db,
    ({ delivery }) => [
      delivery.target === CRM && delivery.kind === 'opened'
        ? { kind: 'delivered', remoteTicketId: `record-${delivery.ticketId}` }
        : { kind: 'delivered', remoteId: `remote-${delivery.id}` },
    ],
    { world: () => world, now: () => nowMs },
  );
  const partsAt = (at: string) => closingParts(db.handling, settings, Date.parse(at));
  let told = 0;
  return {
    pipeline,
    async says(who, iso, page = 'page-alfa') {
      told += 1;
      const event: ChannelEvent = {
        ...{ channel: CHANNEL, account: page, key: `m:${told}`, conversation: who, action: 'open' },
        ...{ occurredAtMs: Date.parse(iso), citizen: { aliases: [{ kind: 'id', value: who }], name: 'Mia' } },
        message: { id: `m${told}`, text: 'Een vraag', attachments: [], isPublic: false },
      };
      await pipeline.post({ events: [event] });
      await pipeline.split();
      await pipeline.decide();
    },
    async judges(key, who, isSpam) {
      const command = { type: 'status', status: 'closed', author: 'Jan', isSpam } as const;
      await pipeline.command(key, await pipeline.ticketOf(who), command);
      await pipeline.decide();
    },
    close: (period, at = '2026-12-03T09:00:00Z') => closeMonth(partsAt(at), { period: billingPeriod(period) }),
    preview: (period) => previewMonth(partsAt('2026-12-03T09:00:00Z'), { period: billingPeriod(period) }),
    async issued() {
      const rows = await db.handling.query<{ document: Invoice }>(
        'select document from invoice order by series, number',
      );
      return rows.map(({ document }) => document);
    },
    async findings() {
      const { findings } = await reconcile(db.handling, nowMs);
      return findings.map(({ check, examples }) => `${check}: ${examples.join(', ')}`);
    },
  };
}
