import { createHash } from 'node:crypto';
import type { Meter } from '../../domain/vocabulary.js';

/** Units of one meter on one channel. */
export interface StatementCount {
  readonly meter: Meter;
  /** Empty where no channel had to do with it. */
  readonly channel: string;
  readonly quantity: number;
}

/** What is said, and signed, of the entries that one closing saw first. */
export interface StatementBody {
  readonly format: 'schakel-statement-1';
  readonly tenant: string;
  readonly nis: string;
  readonly name: string;
  /** The month that was closed, `YYYY-MM`. Late entries of earlier months are in it too. */
  readonly period: string;
  readonly entries: number;
  readonly counts: readonly StatementCount[];
  /** The last hash of the chain over the entries, hexadecimal. */
  readonly chain: string;
}

export interface Statement extends StatementBody {
  /** Ed25519 over the canonical JSON of all the rest, base64. */
  readonly signature: string;
}

/** Where the chain of a statement begins: with whose it is. */
export function chainStart({ tenant, period }: Pick<StatementBody, 'tenant' | 'period'>): string {
  return sha256(`schakel-statement-1\n${tenant}\n${period}`);
}

/** One entry more: the hash of the chain so far, in hexadecimal, and of the line of the entry. */
export function chainNext(chain: string, line: string): string {
  return sha256(`${chain}\n${line}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function countKey({ meter, channel }: Pick<StatementCount, 'meter' | 'channel'>): string {
  return `${meter} ${channel}`;
}

/** Adds up entries by meter and channel; the result stands in a fixed order. */
export class Counter {
  readonly #counts = new Map<string, StatementCount>();

  add(one: StatementCount): void {
    const known = this.#counts.get(countKey(one));
    this.#counts.set(countKey(one), { ...one, quantity: (known?.quantity ?? 0) + one.quantity });
  }

  get counts(): readonly StatementCount[] {
    return [...this.#counts.values()].toSorted((a, b) => (countKey(a) < countKey(b) ? -1 : 1));
  }
}
