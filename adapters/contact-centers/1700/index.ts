import type { ContactCenterAdapter, DecodedAnswer } from '../../../src/adapter-sdk/index.js';
import { answerDecoder } from './decode.js';
import { encode } from './encode.js';

/** Compiled at the first answer, not at import: most processes never decode one. */
function compiledOnce(): (body: Buffer) => DecodedAnswer {
  let decoder: ((body: Buffer) => DecodedAnswer) | undefined;
  return (body) => (decoder ??= answerDecoder())(body);
}

export const adapter: ContactCenterAdapter = { id: '1700', encode, decode: compiledOnce() };
