import type { FakeBluesky } from '../bluesky/fake-bluesky.js';
import type { FakeLinkedIn } from '../linkedin/fake-linkedin.js';
import type { FakeMail } from '../mail/fake-mail.js';
import type { FakeMastodon } from '../mastodon/fake-mastodon.js';
import type { FakePlatform } from '../platform/fake-platform.js';
import type { FakeTelegram } from '../telegram/fake-telegram.js';
import type { FakeX } from '../x/fake-x.js';

/** Where the sample is played: the platforms in this process, or ones that run elsewhere. */
export interface Stages {
  readonly meta: TrafficStage;
  readonly telegram: TelegramStage;
  readonly mastodon: MastodonStage;
  readonly x: XStage;
  readonly linkedin: LinkedInStage;
  readonly bluesky: BlueskyStage;
  readonly mail: MailStage;
  readonly counter: CounterStage;
}

/** The form of a municipality. There is no platform behind it: it is filled in at Schakel itself. */
export interface CounterStage {
  submit(form: {
    readonly account: string;
    readonly submissionId: string;
    readonly name: string;
    readonly text: string;
  }): unknown;
}

export type XStage = {
  readonly [Name in 'write' | 'message']: (input: Parameters<FakeX[Name]>[0]) => unknown;
};

export type LinkedInStage = {
  readonly [Name in 'publish' | 'comment']: (input: Parameters<FakeLinkedIn[Name]>[0]) => unknown;
};

export type BlueskyStage = {
  readonly [Name in 'post' | 'write']: (input: Parameters<FakeBluesky[Name]>[0]) => unknown;
};

export interface MailStage {
  write(input: Parameters<FakeMail['write']>[0]): unknown;
}

export interface MastodonStage {
  write(input: Parameters<FakeMastodon['write']>[0]): unknown;
}

export type TelegramStage = {
  readonly [Name in 'say' | 'edit']: (input: Parameters<FakeTelegram[Name]>[0]) => unknown;
};

/** Meta's platforms. */
export type TrafficStage = {
  readonly [Name in 'say' | 'comment' | 'post' | 'mention' | 'edit' | 'remove' | 'answerOutside']: (
    input: Parameters<FakePlatform[Name]>[0],
  ) => unknown;
} & { readonly photoUrl: (name: string) => string };

type RemoteRoute = (input: object) => Promise<unknown>;

/** The control routes of a platform that runs in another process. */
function routesOf(platformUrl: string): (name: string) => RemoteRoute {
  return (name) => async (input) => {
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

/** A configuration without this counter is no reason to stop. */
export function counterAt(schakelUrl: string): CounterStage {
  return {
    submit: async ({ account, ...form }) => {
      const response = await fetch(`${schakelUrl}/counter/${encodeURIComponent(account)}/submissions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(form),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok && response.status !== 404) {
        throw new Error(`The counter refused a form: ${await response.text()}`);
      }
    },
  };
}

export function remoteMastodon(platformUrl: string): MastodonStage {
  return { write: routesOf(platformUrl)('write') };
}

export function remoteMail(platformUrl: string): MailStage {
  return { write: routesOf(platformUrl)('write') };
}

export function remoteX(platformUrl: string): XStage {
  const route = routesOf(platformUrl);
  return { write: route('write'), message: route('message') };
}

export function remoteLinkedIn(platformUrl: string): LinkedInStage {
  const route = routesOf(platformUrl);
  return { publish: route('publish'), comment: route('comment') };
}

export function remoteBluesky(platformUrl: string): BlueskyStage {
  const route = routesOf(platformUrl);
  return { post: route('post'), write: route('write') };
}

export function remoteTelegram(platformUrl: string): TelegramStage {
  const route = routesOf(platformUrl);
  return { say: route('say'), edit: route('edit') };
}

export function remoteStage(platformUrl: string): TrafficStage {
  const route = routesOf(platformUrl);
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
