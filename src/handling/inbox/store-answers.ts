import type { TargetEvent } from '../../adapter-sdk/index.js';
import type { Sealer } from '../../platform/crypto/sealer.js';
import type { Store } from '../../platform/store/store.js';
import { placesOf, targetEvent } from '../normalise/target-event.js';
import { storeEvents } from './inbox-event.js';

/** `unknown-ticket` is the sender's to repair; a repeated answer counts as stored. */
export type StoredAnswer = 'stored' | 'unknown-ticket';

/** Puts a contact center's answers in the inbox, all in one transaction; the sender may be told once it is over. */
export async function storeAnswers(
  store: Store,
  sealer: Sealer,
  origin: { readonly target: string; readonly receivedAtMs: number },
  answers: readonly TargetEvent[],
): Promise<readonly StoredAnswer[]> {
  return store.transaction('answers.store', async (sql) => {
    const placeOf = await placesOf(sql, origin.target, answers);
    const known = answers.flatMap((answer) => {
      const place = placeOf(answer);
      return place === undefined ? [] : [targetEvent({ ...origin, intakeId: null }, answer, place, sealer.seal)];
    });
    await storeEvents(
      sql,
      known.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    );
    return answers.map((answer) => (placeOf(answer) === undefined ? 'unknown-ticket' : 'stored'));
  });
}
