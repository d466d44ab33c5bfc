/** The part of JSON Schema that defaults need; ajv has accepted the whole. */
interface SchemaNode {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode | boolean;
}

function resolve(node: SchemaNode, root: SchemaNode): SchemaNode {
  const name = node.$ref?.replace('#/$defs/', '');
  return name === undefined ? node : { ...root.$defs?.[name], ...node };
}

function asNode(node: SchemaNode | boolean | undefined): SchemaNode {
  return typeof node === 'object' ? node : {};
}

function fillObject(node: SchemaNode, value: object, root: SchemaNode): unknown {
  const filled = new Map<string, unknown>();
  for (const [key, inner] of Object.entries(value)) {
    filled.set(key, fill(node.properties?.[key] ?? asNode(node.additionalProperties), inner, root));
  }
  for (const [key, property] of Object.entries(node.properties ?? {})) {
    const inner = fill(property, undefined, root);
    if (inner !== undefined && !filled.has(key)) {
      filled.set(key, inner);
    }
  }
  return Object.fromEntries(filled);
}

function fill(given: SchemaNode, value: unknown, root: SchemaNode): unknown {
  const node = resolve(given, root);
  if (value === undefined) {
    return node.default === undefined ? undefined : fill(node, structuredClone(node.default), root);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => fill(asNode(node.items), item, root));
  }
  return typeof value === 'object' && value !== null ? fillObject(node, value, root) : value;
}

/**
 * The value with every default of the schema filled in. Defaults live in the schema only, so that editors, documents
 * and this program cannot disagree. Call it on a value that the schema accepted. Follows `properties`, `items`,
 * `additionalProperties` and `$ref` to `#/$defs`.
 */
export function applyDefaults(schema: object, value: unknown): unknown {
  return fill(schema, value, schema);
}
