import type { ChannelAdapter } from '../adapter-sdk/index.js';

/** Where the API of a channel's platform is: as the environment says, or the platform's own address. No slash at its end. */
export function baseUrlOf(
  { baseUrl }: Pick<ChannelAdapter, 'baseUrl'>,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const moved = baseUrl.env.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  return (moved ?? baseUrl.standard).replace(/\/+$/, '');
}
