import { describe, expect, it } from '@jest/globals';
import { readiness } from './readiness.js';

const well = { ok: true, detail: 'answers' };

describe('readiness', () => {
  it('is ready when every dependency is', async () => {
    const checks = { database: () => Promise.resolve(well), broker: () => Promise.resolve(well) };
    expect(await readiness(checks, 1000)).toEqual({ ok: true, dependencies: { database: well, broker: well } });
  });

  it('tells each dependency apart', async () => {
    const away = { ok: false, detail: 'away for 12 s' };
    const checks = { database: () => Promise.resolve(well), broker: () => Promise.resolve(away) };
    expect(await readiness(checks, 1000)).toEqual({ ok: false, dependencies: { database: well, broker: away } });
  });

  it('does not wait for one that never answers', async () => {
    const checks = { database: () => Promise.resolve(well), redis: () => new Promise<never>(() => undefined) };
    expect(await readiness(checks, 20)).toEqual({
      ok: false,
      dependencies: { database: well, redis: { ok: false, detail: 'no answer within 20 ms' } },
    });
  });

  it('asks all of them at once', async () => {
    let asked = 0;
    let release: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const check = async () => {
      asked += 1;
      if (asked === 2) {
        release();
      }
      await both;
      return well;
    };
    expect(await readiness({ database: check, broker: check }, 1000)).toMatchObject({ ok: true });
  });

  it('tells the code of a failure, and never its text, which may hold an address', async () => {
    const refused = Object.assign(new Error('connect postgres://user:secret@db'), { code: 'ECONNREFUSED' });
    const checks = {
      database: () => Promise.reject(refused),
      broker: () => {
        throw new TypeError('secret');
      },
      redis: async () => {
        // A library may throw anything.
        const odd: unknown = 'secret';
        throw odd;
      },
    };
    expect((await readiness(checks, 1000)).dependencies).toEqual({
      database: { ok: false, detail: 'failed: ECONNREFUSED' },
      broker: { ok: false, detail: 'failed: TypeError' },
      redis: { ok: false, detail: 'failed: an unknown error' },
    });
  });
});
