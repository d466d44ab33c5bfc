import type { FakePlatform } from '../platform/fake-platform.js';

/** Where the sample is played: the platform in this process, or one that runs elsewhere. */
export type TrafficStage = {
  readonly [Name in 'say' | 'comment' | 'post' | 'mention' | 'edit' | 'remove' | 'answerOutside']: (
    input: Parameters<FakePlatform[Name]>[0],
  ) => unknown;
} & { readonly photoUrl: (name: string) => string };

/** A platform that runs in another process, steered over its control routes. */
export function remoteStage(platformUrl: string): TrafficStage {
  function route(name: string): (input: object) => Promise<unknown> {
    return async (input) => {
      const response = await fetch(`${platformUrl}/_control/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
        signal: AbortSignal.timeout(10_000),
      });
      const text = await response.text();
      if (!response.ok) {
        throw new Error(`The platform refused ${name}: ${text}`);
      }
      return text;
    };
  }
  return {
    say: route('say'),
    comment: route('comment'),
    post: route('post'),
    mention: route('mention'),
    edit: route('edit'),
    remove: route('delete'),
    answerOutside: route('answer-outside'),
    photoUrl: (name) => `${platformUrl}/_media/${encodeURIComponent(name)}`,
  };
}
