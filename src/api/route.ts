import type { Request, Response } from 'express';
import { Type, type Static, type TObject, type TSchema } from 'typebox';
import type { Problem } from '../platform/http-in/problem.js';
import { compileSchema, type Validator } from '../platform/schema/validator.js';
import type { ApiDeps } from './api-deps.js';
import type { Permission, Principal } from './permissions.js';
import type { TicketStreams } from './stream/ticket-streams.js';

/** What handlers work with. */
export interface ApiContext extends ApiDeps {
  readonly streams: TicketStreams;
}

export interface Call<Params, Query, Body> {
  readonly principal: Principal;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The caller's `Idempotency-Key`; empty for a GET. */
  readonly idempotencyKey: string;
  /** For answers that take over the connection. */
  readonly http: { readonly request: Request; readonly response: Response };
  /** True while the key that made this call is still good. */
  readonly isStillAllowed: () => Promise<boolean>;
}

export type Answer<Body> =
  | {
      readonly kind: 'json';
      readonly status: 200 | 202;
      readonly body: Body;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** Not JSON: a file to keep. */
  | { readonly kind: 'document'; readonly mediaType: string; readonly fileName: string; readonly body: string | Buffer }
  /** Bytes that are streamed, to keep and not to look at here: nobody of us made them. */
  | {
      readonly kind: 'file';
      readonly mediaType: string;
      readonly fileName: string;
      readonly bytes: number;
      readonly content: AsyncIterable<Buffer>;
    }
  /** What was asked for goes on at another address, for good. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** The handler has answered by itself. */
  | { readonly kind: 'taken-over' };

export type ContentType = 'application/json' | 'text/event-stream' | 'application/octet-stream';

interface RouteWords {
  readonly method: 'get' | 'post';
  /** As OpenAPI writes it, below `/api/v1`: `/tickets/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly permission: Permission;
  /** When it answers with another address; left out when it never does. */
  readonly redirects?: string;
  /** Media types beside JSON that "Accept" can ask for. */
  readonly otherTypes?: readonly string[];
}

/** One route: what it takes, what it gives, who may. OpenAPI, validation and the router are made from it. */
export interface RouteSpec<
  P extends TObject,
  Q extends TObject,
  B extends TSchema,
  R extends TSchema,
> extends RouteWords {
  readonly params: P;
  readonly query: Q;
  /** `Type.Null()` for a GET. */
  readonly body: B;
  readonly response: R;
  readonly contentType?: ContentType;
  handle(call: Call<Static<P>, Static<Q>, Static<B>>, context: ApiContext): Promise<Answer<Static<R>>>;
}

/** A route whose types have become checks at the border. */
export interface Route extends RouteWords {
  readonly params: TObject;
  readonly query: TObject;
  readonly body: TSchema;
  readonly response: TSchema;
  readonly contentType: ContentType;
  readonly checks: Readonly<Record<'params' | 'query' | 'body', Validator<unknown>>>;
  handle(call: Call<unknown, unknown, unknown>, context: ApiContext): Promise<Answer<unknown>>;
}

export const NOTHING = Type.Object({}, { additionalProperties: false });

export function defineRoute<P extends TObject, Q extends TObject, B extends TSchema, R extends TSchema>(
  spec: RouteSpec<P, Q, B, R>,
): Route {
  return {
    ...spec,
    contentType: spec.contentType ?? 'application/json',
    checks: { params: compileSchema(spec.params), query: compileSchema(spec.query), body: compileSchema(spec.body) },
    // The checks above ran before: this is the validated border where the types are the schemas' own.
    handle: (call, context) => spec.handle(call as Call<Static<P>, Static<Q>, Static<B>>, context),
  };
}

export function ok<Body>(body: Body): Answer<Body> {
  return { kind: 'json', status: 200, body };
}

export function redirect(location: string): Answer<never> {
  return { kind: 'redirect', location };
}

export function refused(problem: Problem): { readonly kind: 'problem'; readonly problem: Problem } {
  return { kind: 'problem', problem };
}
