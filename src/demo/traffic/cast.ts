import { DEMO_ASSETS, type DemoMunicipality } from '../assets.js';
import { seededBase32, seededBase64, seededDigits } from '../random.js';
import { PEOPLE } from './people.js';
import type { Person, SayStep, Step } from './script.js';

/** Turns the names of the script into accounts, people and ids. The same seed gives the same ids for ever. */
export interface Cast {
  readonly account: (nis: string, channel: SayStep['channel'] | 'facebook') => string;
  readonly citizen: (by: string, channel: SayStep['channel']) => CastCitizen;
  readonly author: (by: string, channel: 'facebook' | 'instagram') => { readonly id: string; readonly name: string };
  /** The id of the message, comment or post of a step. */
  readonly id: (step: Step, channel: SayStep['channel'] | 'facebook') => string;
  readonly postId: (step: Step) => string;
  readonly telegram: TelegramCast;
  readonly mastodon: MastodonCast;
  readonly x: XCast;
  readonly linkedin: LinkedInCast;
  readonly bluesky: BlueskyCast;
  readonly mail: MailCast;
  readonly counter: CounterCast;
}

export interface XCast {
  readonly account: (nis: string) => string;
  readonly citizen: (by: string) => { readonly username: string; readonly name: string };
  /** Names the post or message of a step. */
  readonly key: (step: string) => string;
}

export interface LinkedInCast {
  readonly page: (nis: string) => string;
  /** A member, as LinkedIn calls one. */
  readonly citizen: (by: string) => string;
  /** Names the post or comment of a step. */
  readonly key: (step: string) => string;
}

export interface MailCast {
  readonly mailbox: (nis: string) => string;
  readonly citizen: (by: string) => { readonly address: string; readonly name: string };
  /** Names the mail of a step. */
  readonly key: (step: string) => string;
}

export interface BlueskyCast {
  readonly account: (nis: string) => string;
  readonly citizen: (by: string) => { readonly did: string; readonly handle: string; readonly displayName: string };
  /** Names the post or message of a step. */
  readonly key: (step: string) => string;
}

export interface CounterCast {
  readonly account: (nis: string) => string;
  readonly name: (by: string) => string;
  readonly submissionId: (step: string) => string;
}

export interface MastodonCast {
  readonly account: (nis: string) => string;
  readonly citizen: (by: string) => { readonly handle: string; readonly name: string };
  /** Names the post of a step. */
  readonly key: (step: string) => string;
}

/** On Telegram people, messages and updates have numbers. */
export interface TelegramCast {
  readonly bot: (nis: string) => string;
  readonly citizen: (by: string) => { readonly id: number; readonly firstName: string; readonly lastName: string };
  /** Of the message of a step. Below the numbers that the platform gives to messages of its own. */
  readonly messageId: (step: Step) => number;
  readonly updateId: (step: Step) => number;
}

export interface CastCitizen {
  readonly id: string;
  readonly name: string;
  readonly username?: string;
}

export function castFor(seed: string): Cast {
  function digits(what: string, length: number): string {
    return seededDigits(`${seed}|${what}`, length);
  }
  return {
    account: (nis, channel) => accountOf(municipalityOf(nis), channel),
    citizen: (by, channel) => {
      const person = personOf(by);
      const username = person.username === undefined ? {} : { username: person.username };
      return { id: citizenId({ by, person, channel }, digits), name: person.name, ...username };
    },
    author: (by, channel) => {
      const person = personOf(by);
      return channel === 'instagram'
        ? { id: citizenId({ by, person, channel }, digits), name: person.username ?? by }
        : { id: `77${digits(`commenter ${by}`, 14)}`, name: person.name };
    },
    id: (step, channel) => messageId(`${seed}|${step.key}`, channel),
    telegram: {
      bot: (nis) => botOf(municipalityOf(nis)),
      citizen: (by) => {
        const [firstName = '', ...lastName] = personOf(by).name.split(' ');
        return { id: Number(digits(`telegram ${by}`, 10)), firstName, lastName: lastName.join(' ') };
      },
      messageId: (step) => Number(digits(step.key, 6)),
      updateId: (step) => Number(digits(`update ${step.key}`, 9)),
    },
    mastodon: {
      account: (nis) => mastodonOf(municipalityOf(nis)),
      citizen: (by) => ({ handle: `${by}@social.voorbeeld`, name: personOf(by).name }),
      key: (step) => digits(`mastodon ${step}`, 18),
    },
    x: {
      account: (nis) => xOf(municipalityOf(nis)),
      citizen: (by) => ({ username: `${by}_vb`, name: personOf(by).name }),
      key: (step) => `key-${digits(`x ${step}`, 18)}`,
    },
    linkedin: {
      page: (nis) => linkedInOf(municipalityOf(nis)),
      citizen: (by) => `urn:li:person:${by}${digits(`linkedin ${by}`, 6)}`,
      key: (step) => `key-${digits(`linkedin ${step}`, 18)}`,
    },
    bluesky: blueskyCast(seed),
    mail: {
      mailbox: (nis) => mailboxOf(municipalityOf(nis)),
      citizen: (by) => ({ address: `${by}@burger.voorbeeld`, name: personOf(by).name }),
      key: (step) => digits(`mail ${step}`, 18),
    },
    counter: {
      account: (nis) => counterOf(municipalityOf(nis)),
      name: (by) => personOf(by).name,
      submissionId: (step) => digits(`counter ${step}`, 32),
    },
    postId: (step) => `${'nis' in step ? accountOf(municipalityOf(step.nis), 'facebook') : ''}_${digits(step.key, 15)}`,
  };
}

function blueskyCast(seed: string): BlueskyCast {
  return {
    account: (nis) => blueskyOf(municipalityOf(nis)),
    citizen: (by) => ({
      did: `did:plc:${seededBase32(`${seed}|bluesky ${by}`, 24)}`,
      handle: `${by}.bsky.voorbeeld`,
      displayName: personOf(by).name,
    }),
    key: (step) => `key-${seededDigits(`${seed}|bluesky ${step}`, 18)}`,
  };
}

function municipalityOf(nis: string): DemoMunicipality {
  const found = DEMO_ASSETS.municipalities.find((municipality) => municipality.nis === nis);
  if (found === undefined) {
    throw new Error(`The sample names municipality ${nis}, which has no accounts.`);
  }
  return found;
}

function botOf({ nis, telegram }: DemoMunicipality): string {
  if (telegram === undefined) {
    throw new Error(`The sample names a bot of municipality ${nis}, which has none.`);
  }
  return telegram.username;
}

function mastodonOf({ nis, mastodon }: DemoMunicipality): string {
  if (mastodon === undefined) {
    throw new Error(`The sample names an account on Mastodon of municipality ${nis}, which has none.`);
  }
  return mastodon.username;
}

function xOf({ nis, x }: DemoMunicipality): string {
  if (x === undefined) {
    throw new Error(`The sample names an account on X of municipality ${nis}, which has none.`);
  }
  return x.username;
}

function linkedInOf({ nis, linkedin }: DemoMunicipality): string {
  if (linkedin === undefined) {
    throw new Error(`The sample names a page on LinkedIn of municipality ${nis}, which has none.`);
  }
  return linkedin.organization;
}

function blueskyOf({ nis, bluesky }: DemoMunicipality): string {
  if (bluesky === undefined) {
    throw new Error(`The sample names an account on Bluesky of municipality ${nis}, which has none.`);
  }
  return bluesky.handle;
}

function mailboxOf({ nis, mailbox }: DemoMunicipality): string {
  if (mailbox === undefined) {
    throw new Error(`The sample names a mailbox of municipality ${nis}, which has none.`);
  }
  return mailbox.address;
}

function counterOf({ nis, counter }: DemoMunicipality): string {
  if (counter === undefined) {
    throw new Error(`The sample names a counter of municipality ${nis}, which has none.`);
  }
  return counter;
}

function personOf(by: string): Person {
  const person = PEOPLE[by];
  if (person === undefined) {
    throw new Error(`The sample names ${by}, who is not among its people.`);
  }
  return person;
}

function accountOf(municipality: DemoMunicipality, channel: SayStep['channel'] | 'facebook'): string {
  switch (channel) {
    case 'facebook':
    case 'messenger':
      return municipality.page.id;
    case 'instagram':
      return municipality.instagram.id;
    case 'whatsapp':
      return municipality.whatsapp.phoneNumberId;
  }
}

interface Who {
  readonly by: string;
  readonly person: Person;
  readonly channel: SayStep['channel'];
}

function citizenId({ by, person, channel }: Who, digits: (what: string, length: number) => string): string {
  switch (channel) {
    case 'messenger':
      return `61${digits(`messenger ${by}`, 14)}`;
    case 'instagram':
      return `99${digits(`instagram ${by}`, 14)}`;
    case 'whatsapp':
      return person.hidesPhone === true ? `BE.${digits(`whatsapp ${by}`, 20)}` : phoneOf(by);
  }
}

/** 0470 00 00 01 and up, in the order of the cast. */
function phoneOf(by: string): string {
  const position = Object.keys(PEOPLE).indexOf(by) + 1;
  return `324700000${String(position).padStart(2, '0')}`;
}

function messageId(seed: string, channel: SayStep['channel'] | 'facebook'): string {
  switch (channel) {
    case 'facebook':
      return `${seededDigits(`${seed}|post`, 15)}_${seededDigits(`${seed}|comment`, 15)}`;
    case 'messenger':
      return `m_${seededBase64(seed, 43)}`;
    case 'instagram':
      return `aWdf${seededBase64(seed, 43)}`;
    case 'whatsapp':
      return `wamid.HBgL${seededBase64(seed, 32)}`;
  }
}
