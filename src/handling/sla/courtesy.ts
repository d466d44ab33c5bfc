import type { SlaPolicy } from '../../settings/snapshot.js';

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

/**
 * Whether a message after the answer is a word of thanks that asks nothing: short, soon, without a question, and with
 * a word of the policy's list in it. "Thanks!" then does not start a clock again (chatwoot#10178); a person who sees a
 * question in it all the same sets the status back.
 */
export function isCourtesy(
  said: { readonly text: string; readonly sinceAnswerMs: number },
  { withinHours, maxWords, words }: SlaPolicy['courtesy'],
): boolean {
  const spoken = wordsOf(said.text);
  return (
    said.sinceAnswerMs >= 0 &&
    said.sinceAnswerMs <= withinHours * 3_600_000 &&
    spoken.length <= maxWords &&
    !said.text.includes('?') &&
    spoken.some((word) => words.includes(word))
  );
}
