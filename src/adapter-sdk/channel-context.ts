import type { HttpClient } from './http.js';
import type { MailClient } from './mail.js';

/** What an adapter gets beside the work: how to call, whom, and with what. */
export interface ChannelContext {
  readonly http: HttpClient;
  /** For channels that answer by e-mail. Always there in a running Schakel; tests of other channels leave it out. */
  readonly mail?: MailClient;
  /** Where the platform's API is, without a slash at the end. */
  readonly baseUrl: string;
  /** Settings of this account by the adapter's `settings.schema.json`; secrets are resolved. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly nowMs: number;
}
