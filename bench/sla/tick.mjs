import { built } from '../built.mjs';
import { quantile } from '../figures.mjs';

const DUE_A_TICK = 20;
const TICKS = 150;

/** Of clocks spread over all of them the moment has come. */
const LET_FALL_DUE = `
  update clock c set next_at = now() from ticket t
  where t.number = any($1::bigint[]) and c.ticket_id = t.id and c.name = 'resolution'`;

/**
 * Milliseconds of one tick of the scheduler, the median of many: it takes the clocks whose moment has come and puts
 * their events in the inbox, in one commit. The same number falls due at every tick, however many are open.
 */
export async function measureTick({ url, database, encryptionKey, first, last }) {
  const [{ openPostgres }, { noFailpoint }, { createSealer }, { fireClocks }] = await Promise.all([
    ...[built('platform/store/postgres.js'), built('platform/store/failpoint.js')],
    ...[built('platform/crypto/sealer.js'), built('handling/index.js')],
  ]);
  const connections = { intake: 1, handling: 1, api: 1 };
  const store = openPostgres({ url, connections, failpoint: noFailpoint, onConnectionLost: () => undefined });
  const sealer = createSealer(encryptionKey);
  const times = [];
  try {
    const step = Math.max(1, Math.floor((last - first) / (DUE_A_TICK * TICKS)));
    for (let tick = 0; tick < TICKS; tick += 1) {
      const numbers = Array.from({ length: DUE_A_TICK }, (_, index) => first + (tick * DUE_A_TICK + index) * step);
      await database.query(LET_FALL_DUE, [numbers]);
      const startedAtMs = performance.now();
      const fired = await fireClocks(store.handling, sealer, Date.now());
      times.push(performance.now() - startedAtMs);
      if (fired !== DUE_A_TICK) {
        throw new Error(`A tick fired ${fired} clocks where ${DUE_A_TICK} were due`);
      }
    }
  } finally {
    await store.close();
  }
  times.sort((a, b) => a - b);
  return quantile(times, 0.5);
}
