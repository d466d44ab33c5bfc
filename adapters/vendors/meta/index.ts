/** What the channels of Meta share: one receiver for all four, and the calls, errors and windows of the Graph API. */
export { callGraph, type GraphCall } from './graph.js';
export { GRAPH_RULES, type ErrorRule } from './errors.js';
export { absentAfterWait, foundAmong, pageOf } from './look-up.js';
export { outcomeOfCall } from './outcome.js';
export { metaHistory } from './history.js';
export { conversations, INSTAGRAM_MEDIA, PAGE_FEED } from './history-shelves.js';
export { hideObject } from './hide.js';
export { lookUpPrivateMessage, lookUpPrivateReply } from './look-up-private.js';
export { sendPrivateMessage } from './private-message.js';
export { privateReplyBy, sendPrivateReply } from './private-reply.js';
export { fieldsIn, fieldsOf, idOf, textOf, type Fields } from './read.js';
export { metaReceiver } from './receiver.js';
export { messagingWindow, STANDARD_WINDOW_MS, windowOf } from './windows.js';
export { aliasOf } from './whatsapp-identity.js';
export { DEFAULT_API_VERSION, DEFAULT_CONFIRM_WAIT_MS } from './settings.js';
