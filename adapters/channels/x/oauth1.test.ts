import { describe, expect, it } from '@jest/globals';
import { authorizationFor } from './oauth1.js';

/** The example that X's documentation works out step by step. */
const CREDENTIALS = {
  consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
  consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
  accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
  accessTokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
};
const MOMENT = { nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg', timestamp: '1318622958' };

describe('a signed request', () => {
  it('is signed as X signs its own example', () => {
    const header = authorizationFor(
      {
        method: 'POST',
        url: 'https://api.x.com/1.1/statuses/update.json?include_entities=true',
        form: [['status', 'Hello Ladies + Gentlemen, a signed OAuth request!']],
      },
      CREDENTIALS,
      MOMENT,
    );
    expect(header).toContain('oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"');
    expect(header).toMatch(/^OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="/);
  });

  it('shows no secret', () => {
    const header = authorizationFor({ method: 'GET', url: 'https://api.x.com/2/tweets?ids=1,2' }, CREDENTIALS, MOMENT);
    expect(header).not.toContain(CREDENTIALS.consumerSecret);
    expect(header).not.toContain(CREDENTIALS.accessTokenSecret);
  });
});
