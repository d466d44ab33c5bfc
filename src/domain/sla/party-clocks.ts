import type { Track } from './track.js';
import type { ClockName } from './vocabulary.js';

export const PARTY_CLOCKS = ['party-1700', 'party-municipality'] as const;

export function partyClock(track: Track, target: string): ClockName {
  return `party-${track.partyOf(target)}`;
}

/**
 * A party holds a ticket from when it got it. One that is still under way to it is taken to arrive at this moment: the
 * earliest that its time can begin.
 */
export function handOver(track: Track, target: string, atMs: number): void {
  const name = partyClock(track, target);
  const handoff = track.handoffs.find((one) => one.target === target && one.atMs >= atMs);
  const fromMs = handoff?.atMs ?? Math.max(track.asOfMs, atMs);
  if (track.rounds.isPausedFor(name, 'elsewhere')) {
    track.rounds.resume(name, fromMs, 'elsewhere');
  } else if (track.rounds.latest(name)?.end === 'kept') {
    track.rounds.goOn(name, fromMs);
  } else {
    track.rounds.start(name, fromMs);
  }
}

export function answerUnderWay(track: Track, messageId: string, atMs: number): void {
  track.answersUnderWay.add(messageId);
  for (const name of PARTY_CLOCKS) {
    track.rounds.pause(name, atMs, 'answer-under-way');
  }
}

export function answerArrived(track: Track, messageId: string, atMs: number): void {
  track.answersUnderWay.delete(messageId);
  if (track.answersUnderWay.size === 0) {
    for (const name of PARTY_CLOCKS) {
      track.rounds.resume(name, atMs, 'answer-under-way');
    }
  }
}

export function forward(track: Track, from: string, to: string, atMs: number): void {
  if (partyClock(track, from) !== partyClock(track, to)) {
    track.rounds.pause(partyClock(track, from), atMs, 'elsewhere');
    handOver(track, to, atMs);
  }
}
