import express, { type RequestHandler } from 'express';

/** What the API accepts at most; a reply is the longest text in it. */
export const MAX_JSON_BYTES = 256 * 1024;

/** Reads a bounded JSON body; other content types leave `request.body` undefined. */
export function jsonBody(): RequestHandler {
  return express.json({ limit: MAX_JSON_BYTES, type: ['application/json', 'application/*+json'], inflate: false });
}
