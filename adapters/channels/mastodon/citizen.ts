import type { ChannelEvent } from '../../../src/adapter-sdk/index.js';
import { present, textOf, webAddressOf, type Fields } from './payloads.js';

export const HANDLE_ALIAS = 'mastodon_handle';

/** `user` or `user@host`. Without spaces, so that nothing of it leaves the mention. */
const ACCT = /^([\w.-]{1,200})(?:@([\p{L}\p{N}.:-]{1,253}))?$/u;

/** `user@host`: the instance leaves the host out for its own accounts, and it is the host of their address. */
function handleOf(account: Fields): string | undefined {
  const [, user, host] = ACCT.exec(textOf(account['acct']) ?? '') ?? [];
  const address = webAddressOf(account['url']);
  const its = host ?? (address === undefined ? undefined : new URL(address).host);
  return user === undefined || its === undefined ? undefined : `${user}@${its}`.toLowerCase();
}

/** The handle is the same on every instance; the id of an account is not. */
export function citizenOf(account: Fields): Pick<ChannelEvent, 'citizen'> {
  const handle = handleOf(account);
  const name = textOf(account['display_name']) ?? textOf(account['username']);
  return handle === undefined
    ? {}
    : { citizen: { aliases: [{ kind: HANDLE_ALIAS, value: handle }], ...present({ name }) } };
}

/** How the citizens of these aliases are mentioned on the instance with this host: a local one without it. */
export function mentionsOf(
  aliases: readonly { readonly kind: string; readonly value: string }[],
  ownHost: string | undefined,
): readonly string[] {
  return aliases
    .filter(({ kind, value }) => kind === HANDLE_ALIAS && ACCT.test(value))
    .map(({ value }) => `@${ownHost !== undefined && value.endsWith(`@${ownHost}`) ? value.split('@')[0] : value}`);
}
