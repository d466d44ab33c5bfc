import { describe, expect, it } from '@jest/globals';
import type { Leadership } from '../platform/store/store.js';
import { leading, type Leading } from './leading.js';

interface Scene {
  readonly leading: Leading;
  /** What the process did, in order. */
  readonly did: string[];
  lose(): void;
  /** What becomes of the next tries. */
  others: 'none' | 'lead' | 'away';
}

function scene(): Scene {
  const did: string[] = [];
  let isHeld = false;
  const leadership: Leadership = {
    isHeld: () => isHeld,
    release: () => {
      did.push('release');
      return Promise.resolve();
    },
  };
  const made: Scene = {
    ...{ did, others: 'none' },
    lose: () => {
      isHeld = false;
    },
    leading: leading({
      tryLeadership: () => {
        if (made.others === 'away') {
          return Promise.reject(new Error('away'));
        }
        isHeld = made.others === 'none';
        return Promise.resolve(isHeld ? leadership : undefined);
      },
      lead: () => {
        did.push('lead');
        return Promise.resolve();
      },
      stepDown: () => did.push('step down'),
    }),
  };
  return made;
}

describe('a process that may lead', () => {
  it('leads turn after turn while it holds the lock, and lets it go in the end', async () => {
    const { leading: process, did } = scene();
    await process.turn();
    await process.turn();
    await process.release();
    expect(did).toEqual(['lead', 'lead', 'release']);
  });

  it('does nothing while another one leads', async () => {
    const made = scene();
    made.others = 'lead';
    await made.leading.turn();
    await made.leading.turn();
    await made.leading.release();
    expect(made.did).toEqual([]);
  });

  it('steps down once, when another one leads after it', async () => {
    const made = scene();
    await made.leading.turn();
    made.lose();
    made.others = 'lead';
    await made.leading.turn();
    await made.leading.turn();
    expect(made.did).toEqual(['lead', 'step down']);
    made.others = 'none';
    await made.leading.turn();
    expect(made.did).toEqual(['lead', 'step down', 'lead']);
  });

  it('does not step down when the database is away, but when it finds that another one leads', async () => {
    const made = scene();
    await made.leading.turn();
    made.lose();
    made.others = 'away';
    await expect(made.leading.turn()).rejects.toThrow('away');
    expect(made.did).toEqual(['lead']);
    made.others = 'lead';
    await made.leading.turn();
    expect(made.did).toEqual(['lead', 'step down']);
  });
});
