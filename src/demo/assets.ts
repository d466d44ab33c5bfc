/** The accounts of the five demo municipalities. Nothing here is secret: the platform that believes in them is our own. */
export interface DemoMunicipality {
  readonly nis: string;
  readonly name: string;
  readonly page: { readonly id: string; readonly name: string; readonly token: string };
  readonly instagram: { readonly id: string; readonly username: string; readonly token: string };
  readonly whatsapp: {
    readonly phoneNumberId: string;
    readonly wabaId: string;
    readonly displayNumber: string;
    readonly token: string;
  };
  readonly telegram?: DemoBot;
  readonly mastodon?: DemoMastodonAccount;
  readonly x?: DemoXAccount;
  readonly linkedin?: DemoLinkedInPage;
  readonly bluesky?: DemoBlueskyAccount;
  readonly mailbox?: DemoMailbox;
  /** Name of its digital counter. */
  readonly counter?: string;
}

/** A mailbox, and the password of who reads it. */
export interface DemoMailbox {
  readonly address: string;
  readonly password: string;
}

/** An account on the instance of the demo. */
export interface DemoMastodonAccount {
  readonly username: string;
  readonly name: string;
  readonly token: string;
}

/** An account on X, and the tokens by which the app of the demo acts for it. */
export interface DemoXAccount {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly token: string;
  readonly tokenSecret: string;
}

/** A page on LinkedIn, and the token of a member who administers it. */
export interface DemoLinkedInPage {
  readonly organization: string;
  readonly name: string;
  readonly token: string;
}

/** An account on Bluesky, and an app password of it that reaches direct messages. */
export interface DemoBlueskyAccount {
  readonly did: string;
  readonly handle: string;
  readonly appPassword: string;
}

/** A bot on Telegram, and the secret that goes with its updates. */
export interface DemoBot {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly token: string;
  readonly secret: string;
}

export interface DemoAssets {
  readonly appId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  /** The app on X. */
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly municipalities: readonly DemoMunicipality[];
}

function municipality(
  nis: string,
  name: string,
  ids: {
    readonly page: string;
    readonly instagram: string;
    readonly displayNumber: string;
    readonly telegram?: DemoBot;
    readonly mastodon?: DemoMastodonAccount;
    readonly x?: DemoXAccount;
    readonly linkedin?: DemoLinkedInPage;
    readonly bluesky?: DemoBlueskyAccount;
    readonly mailbox?: DemoMailbox;
    readonly counter?: string;
  },
): DemoMunicipality {
  return {
    ...(ids.telegram === undefined ? {} : { telegram: ids.telegram }),
    ...(ids.mastodon === undefined ? {} : { mastodon: ids.mastodon }),
    ...(ids.x === undefined ? {} : { x: ids.x }),
    ...(ids.linkedin === undefined ? {} : { linkedin: ids.linkedin }),
    ...(ids.bluesky === undefined ? {} : { bluesky: ids.bluesky }),
    ...(ids.mailbox === undefined ? {} : { mailbox: ids.mailbox }),
    ...(ids.counter === undefined ? {} : { counter: ids.counter }),
    nis,
    name,
    page: { id: ids.page, name: `Stad ${name}`, token: `demo-token-page-${nis}` },
    instagram: { id: ids.instagram, username: `stad.${name.toLowerCase()}`, token: `demo-token-instagram-${nis}` },
    whatsapp: {
      phoneNumberId: `3000${nis}000001`,
      wabaId: `2000${nis}000001`,
      displayNumber: ids.displayNumber,
      token: `demo-token-whatsapp-${nis}`,
    },
  };
}

// The display numbers use the area code of the city and a subscriber number that starts with 0: no real line has one.
export const DEMO_ASSETS: DemoAssets = {
  appId: '900000000000001',
  appSecret: 'schakel-demo-app-secret',
  verifyToken: 'schakel-demo-verify',
  consumerKey: 'schakelDemoKey',
  consumerSecret: 'schakel-demo-x-consumer-secret',
  municipalities: [
    municipality('44021', 'Gent', {
      page: '104402100000001',
      instagram: '17841444021000001',
      displayNumber: '3290000001',
      mastodon: { username: 'stadgent', name: 'Stad Gent', token: 'demo-token-mastodon-44021' },
    }),
    municipality('11002', 'Antwerpen', {
      page: '101100200000001',
      instagram: '17841411002000001',
      displayNumber: '3230000001',
      x: {
        id: '1700000000000011002',
        username: 'StadAntwerpen',
        name: 'Stad Antwerpen',
        token: '1700000000000011002-demo-token-x-11002',
        tokenSecret: 'demo-token-secret-x-11002',
      },
    }),
    municipality('24062', 'Leuven', {
      page: '102406200000001',
      instagram: '17841424062000001',
      displayNumber: '3216000001',
      linkedin: { organization: '9924062', name: 'Stad Leuven', token: 'demo-token-linkedin-24062' },
    }),
    municipality('31005', 'Brugge', {
      page: '103100500000001',
      instagram: '17841431005000001',
      displayNumber: '3250000001',
      counter: 'brugge-loket',
    }),
    municipality('71072', 'Hasselt', {
      page: '107107200000001',
      instagram: '17841471072000001',
      displayNumber: '3211000001',
      bluesky: {
        did: 'did:plc:schakeldemohasselt222222',
        handle: 'hasselt.voorbeeld',
        appPassword: 'demo-password-bluesky-71072',
      },
      telegram: {
        id: 771072001,
        username: 'hasselt_meldpunt_bot',
        name: 'Meldpunt Hasselt',
        token: '771072001:demo-token-telegram-71072',
        secret: 'schakel-demo-telegram-71072',
      },
      mailbox: { address: 'meldpunt@hasselt.voorbeeld', password: 'demo-wachtwoord-71072' },
    }),
  ],
};
