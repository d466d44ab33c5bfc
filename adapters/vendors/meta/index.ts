/** What the channels of Meta share: one receiver for all four, and the calls, errors and windows of the Graph API. */
export { callGraph, type GraphCall } from './graph.js';
export { GRAPH_RULES, type ErrorRule } from './errors.js';
export { absentAfterWait, foundAmong, pageOf } from './look-up.js';
export { locateSigned, locationOfCall, MESSAGE_BYTES, MESSAGE_POLICIES } from './media.js';
export { outcomeOfCall } from './outcome.js';
export { lookUpPrivateMessage, sendPrivateMessage } from './private-message.js';
export { fieldsIn, fieldsOf, idOf, textOf, type Fields } from './read.js';
export { metaReceiver } from './receiver.js';
export { messagingWindow, windowOf } from './windows.js';
export { GRAPH_LIMITS, MESSAGING_LIMITS } from './limits.js';
export { metaProber, type MetaProbe } from './prober.js';
export type { NotWell } from './probe-call.js';
export { aliasOf } from './whatsapp-identity.js';
export { DEFAULT_API_VERSION, DEFAULT_CONFIRM_WAIT_MS, metaSettings } from './settings.js';
