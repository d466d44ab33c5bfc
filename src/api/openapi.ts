import type { TObject } from 'typebox';
import { Type } from 'typebox';
import { exact } from './fields.js';
import { PERMISSIONS } from './permissions.js';
import { API_PROBLEMS } from './problems.js';
import type { Route } from './route.js';
import { API_BASE } from './routes.js';

type Json = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Json;
  readonly servers: readonly Json[];
  readonly security: readonly Json[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly securitySchemes: Json };
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Json[];
  readonly requestBody?: Json;
  readonly responses: Readonly<Record<string, Json>>;
}

const PROBLEM = exact(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'What programs look at.' }),
    detail: Type.Optional(Type.String()),
    errors: Type.Optional(Type.Array(Type.String())),
    requestId: Type.Optional(Type.String()),
  },
  'Problem',
);

/** Moves every schema with a title to the components, so that each is written once and has a name. */
function lift(schema: unknown, components: Map<string, Json>): unknown {
  if (Array.isArray(schema)) {
    return schema.map((item) => lift(item, components));
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const lifted = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, lift(value, components)]));
  const { title } = lifted;
  if (typeof title !== 'string') {
    return lifted;
  }
  components.set(title, lifted);
  return { $ref: `#/components/schemas/${title}` };
}

function parametersOf(where: 'path' | 'query', schema: TObject): Json[] {
  const required: readonly string[] = schema.required ?? [];
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

const IDEMPOTENCY_PARAMETER: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Made once for each thing you want to happen. The same request again gets the same answer.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

function problemResponse(description: string): Json {
  return { description, content: { 'application/problem+json': { schema: PROBLEM } } };
}

function redirectResponse(description: string): Json {
  const location = { required: true, schema: { type: 'string' }, description: 'The address to ask instead' };
  return { description, headers: { location } };
}

function responsesOf(route: Route): Record<string, Json> {
  const isCommand = route.path.startsWith('/tickets/') && route.method === 'post';
  const others = (route.otherTypes ?? []).map((type) => [type, { schema: { type: 'string' } }] as const);
  const content = { [route.contentType]: { schema: route.response }, ...Object.fromEntries(others) };
  const success = { description: 'Done', content };
  return {
    '200': success,
    ...(isCommand ? { '202': { ...success, description: 'Stored, not decided within two seconds' } } : {}),
    ...(route.redirects === undefined ? {} : { '308': redirectResponse(route.redirects) }),
    '400': problemResponse('The request is not right'),
    '401': problemResponse('No key, or an unknown one'),
    '403': problemResponse('This key may not do that'),
    '404': problemResponse('It does not exist within your sight'),
    ...(isCommand
      ? {
          '409': problemResponse('The first request with this key is not decided yet'),
          '422': problemResponse('Refused, or the Idempotency-Key was used for another request'),
        }
      : {}),
    '429': problemResponse('Too many wrong keys or streams'),
    '503': problemResponse('The database does not answer now'),
  };
}

function operationOf(route: Route): Operation {
  const parameters = [...parametersOf('path', route.params), ...parametersOf('query', route.query)];
  const name = route.path.replace(/[/{}]+/g, '-').replace(/^-|-$/g, '');
  return {
    operationId: `${route.method}-${name}`,
    summary: route.summary,
    description: `For ${PERMISSIONS[route.permission].join(', ')}.`,
    parameters: route.method === 'post' ? [...parameters, IDEMPOTENCY_PARAMETER] : parameters,
    ...(route.method === 'post'
      ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }
      : {}),
    responses: responsesOf(route),
  };
}

function pathsOf(routes: readonly Route[]): Record<string, Record<string, Operation>> {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = API_BASE + route.path;
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return paths;
}

const CODES = Object.entries(API_PROBLEMS)
  .map(([code, { status, title }]) => `${code} (${status}): ${title}`)
  .join('\n');

/** The OpenAPI 3.1 document, made from the same table that the router is made from. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const components = new Map<string, Json>();
  // Only plain schemas, parameters and answers go in and come out: lifting keeps the shape.
  const paths = lift(pathsOf(routes), components) as OpenApiDocument['paths'];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Schakel',
      version: '1',
      description: `Tickets, deliveries and usage of municipalities. Lists come as {items, next}.\n\nProblem codes:\n${CODES}`,
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    paths,
    components: {
      schemas: Object.fromEntries([...components].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'sk_<prefix>_<secret>' } },
    },
  };
}
