import { describe, expect, it } from '@jest/globals';
import { appsecretProof, hubSignature, wireJson } from './signature.js';

/** The vector of the published description, typed over: the text holds escapes, not characters. */
const WIRE =
  '{"object":"page","entry":[{"id":"104500000000001","time":1795430402,"changes":[{"field":"feed","value":{"item":"comment","verb":"add","post_id":"104500000000001_778800000000010","comment_id":"778800000000010_990000000000021","parent_id":"104500000000001_778800000000010","from":{"id":"7712000000000042","name":"Testburger"},"created_time":1795430400,"message":"Diepe put in de Kerkstraat \\ud83d\\udea7 t.h.v. nr. 12 \\u2014 caf\\u00e9 De Kroon. Foto: https:\\/\\/voorbeeld.be\\/put"}}]}]}';
const SECRET = 'schakel-testgeheim';

describe('signature of a webhook', () => {
  it('escapes accents, emoji and slashes as they travel', () => {
    expect(wireJson(JSON.parse(WIRE))).toBe(WIRE);
  });

  it('covers the escaped bytes', () => {
    expect(hubSignature(SECRET, wireJson(JSON.parse(WIRE)))).toBe(
      'sha256=fe576308ffefa70b8e36194ab36b31ac6031f9a8e31053d01f308826b99831f6',
    );
  });

  it('differs from the signature of the rewritten body', () => {
    expect(hubSignature(SECRET, JSON.stringify(JSON.parse(WIRE)))).toBe(
      'sha256=d40b8660d2ec0fe49532e44718c43841d1c1c135cb6a31b01143b89c3c95de87',
    );
  });
});

it('proves the app secret to a token', () => {
  expect(appsecretProof(SECRET, 'EAATESTTOKEN')).toBe(
    '23e17ccae6a03d33479a7b0a0d189992f26ddfe19e04ac0bd1226c9ca4015906',
  );
});
