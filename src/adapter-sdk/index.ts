/** All that an adapter may import. */
export type * from './channel.js';
export type * from './channel-context.js';
export type * from './contact-center.js';
export type * from './history.js';
export type * from './mail.js';
export type * from './media.js';
export type * from './outcome.js';
export type * from './person.js';
export type * from './prober.js';
export type * from './puller.js';
export type * from './target.js';
export type { HttpClient, HttpRequest, HttpResult } from './http.js';
export { parseExactly } from './exact-json.js';
export { jsonOf } from './http.js';
export { hmacMatches, sameSecret } from './signature.js';
export { withoutTerm } from './without-term.js';
export { holdsAddress } from '../domain/weighted-text.js';
export { limitAt, newestVersion, tightestText, windowMsAt, type DatedLimit } from '../domain/dated-limit.js';
export type {
  CompetenceLevel,
  DeliveryKind,
  EventAction,
  Language,
  TicketKind,
  TicketStatus,
  Way,
} from '../domain/vocabulary.js';
export { compileSchema, type Validated, type Validator } from '../platform/schema/validator.js';
