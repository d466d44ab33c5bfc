import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Timers } from '../basics/timers.js';
import type { XState } from './state.js';

const TIMEOUT_MS = 10_000;
/** An update that is overtaken waits for the next one, or for this long. */
const OVERTAKEN_MS = 300;

/** The one webhook of the app. */
export const WEBHOOK_ID = '1900000000000000001';
/** What can be posted again. */
const MOST_KEPT = 5_000;

export interface WebhookCounts {
  delivered: number;
  /** X promises no second try, and neither does this one. */
  lost: number;
}

export interface Checked {
  readonly ok: boolean;
  readonly status: number | undefined;
}

function signatureOf(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('base64')}`;
}

async function check(callbackUrl: string, secret: string): Promise<Checked> {
  const url = new URL(callbackUrl);
  const token = randomBytes(18).toString('base64url');
  url.searchParams.set('crc_token', token);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
    const answer = (await response.json()) as { readonly response_token?: unknown };
    return {
      ok: response.status === 200 && answer.response_token === signatureOf(secret, token),
      status: response.status,
    };
  } catch {
    return { ok: false, status: undefined };
  }
}

/** Posts each event once, signed, or twice or out of order where the disorder says so. */
export class Webhook {
  private readonly state: XState;
  private readonly sent: WebhookCounts = { delivered: 0, lost: 0 };
  private readonly timers = new Timers();
  private callbackUrl: string | undefined;
  private lastUrl: string | undefined;
  private readonly kept: { readonly atMs: number; readonly data: object }[] = [];
  private jobs = 0;
  private isReplaying = false;
  private underWay = 0;
  private overtaken: string[] = [];

  constructor(state: XState) {
    this.state = state;
  }

  /** Asks the address for a signature over a token; what happens is posted there from then on. */
  async subscribe(url: string): Promise<Checked> {
    const checked = await check(url, this.state.consumerSecret);
    this.callbackUrl = checked.ok ? url : this.callbackUrl;
    this.lastUrl = this.callbackUrl ?? this.lastUrl;
    return checked;
  }

  /** What happens from now on is posted nowhere, as when the webhook of an app became invalid. */
  unsubscribe(): void {
    this.callbackUrl = undefined;
  }

  registered(): { readonly url: string | undefined; readonly valid: boolean } {
    return { url: this.lastUrl, valid: this.callbackUrl !== undefined };
  }

  /** Checks the address that was posted to before, and posts there again. */
  async revalidate(): Promise<boolean> {
    return this.lastUrl !== undefined && (await this.subscribe(this.lastUrl)).ok;
  }

  /** Posts again what was tried in that time, and then that it is done; undefined while another job runs. */
  replay(fromMs: number, toMs: number): string | undefined {
    const url = this.callbackUrl;
    if (url === undefined || this.isReplaying) {
      return undefined;
    }
    this.isReplaying = true;
    this.jobs += 1;
    const job = `19000000000000001${String(this.jobs).padStart(2, '0')}`;
    const again = this.kept.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
    this.underWay += again.length + 1;
    void this.sendAgain(url, job, again);
    return job;
  }

  post(accountId: string | undefined, eventType: string, payload: object, includes?: object): void {
    const filter = accountId === undefined ? {} : { user_id: accountId };
    const around = includes === undefined ? {} : { includes };
    const data = { event_uuid: randomUUID(), filter, event_type: eventType, payload, ...around };
    const body = JSON.stringify({ data });
    if (this.callbackUrl !== undefined) {
      this.kept.push({ atMs: this.state.clock.nowMs(), data });
      this.kept.splice(0, Math.max(0, this.kept.length - MOST_KEPT));
    }
    const { disorder } = this.state;
    if (this.callbackUrl !== undefined && disorder.isOvertaken()) {
      this.underWay += 1;
      this.overtaken.push(body);
      this.timers.after(OVERTAKEN_MS, () => {
        this.sendOvertaken();
      });
      return;
    }
    this.sendLater(body);
    if (disorder.isDuplicated()) {
      this.sendLater(body);
    }
    this.sendOvertaken();
  }

  counts(): Readonly<WebhookCounts> {
    return { ...this.sent };
  }

  /** Waits until all that was to be posted was. */
  async settled(limitMs: number): Promise<void> {
    const until = Date.now() + limitMs;
    while (this.underWay > 0) {
      if (Date.now() > until) {
        throw new Error(`${String(this.underWay)} webhooks of X are still under way.`);
      }
      await wait(20);
    }
  }

  close(): void {
    this.timers.clear();
  }

  private sendLater(body: string): void {
    const url = this.callbackUrl;
    if (url !== undefined) {
      this.underWay += 1;
      this.timers.after(this.state.disorder.delayMs(), () => void this.send(url, body));
    }
  }

  private sendOvertaken(): void {
    const waiting = this.overtaken;
    this.overtaken = [];
    for (const body of waiting) {
      this.underWay -= 1;
      this.sendLater(body);
    }
  }

  private async sendAgain(url: string, job: string, again: readonly { readonly data: object }[]): Promise<void> {
    for (const { data } of again) {
      await this.send(url, JSON.stringify({ data, meta: { replay: true } }));
    }
    this.isReplaying = false;
    const status = { webhook_id: WEBHOOK_ID, job_id: job, job_state: 'Complete', job_state_description: 'Done' };
    await this.send(url, JSON.stringify({ replay_job_status: status }));
  }

  private async send(url: string, body: string): Promise<void> {
    const signature = signatureOf(this.state.consumerSecret, body);
    const headers = { 'content-type': 'application/json', 'x-twitter-webhooks-signature': signature };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', headers, body, signal }).catch(() => undefined);
    await response?.arrayBuffer().catch(() => undefined);
    this.sent[response?.ok === true ? 'delivered' : 'lost'] += 1;
    this.underWay -= 1;
  }
}
