import type { JsonObject } from '../basics/json.js';
import type { MastodonState, OwnState } from './state.js';

/** A call with a token that is good. */
export interface Call {
  readonly state: MastodonState;
  readonly own: OwnState;
  readonly url: URL;
  readonly body: JsonObject;
  readonly idempotencyKey: string | undefined;
  /** What stands in the path where the route has an id. */
  readonly id: string;
}
