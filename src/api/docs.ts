import type { OpenApiDocument, Operation } from './openapi.js';

type Json = Readonly<Record<string, unknown>>;

export const DOCS_STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1c2530;background:#fff}
h2{margin-top:2.5rem;border-top:1px solid #c5ccd6;padding-top:1rem}code,pre{font:14px/1.4 ui-monospace,monospace}
pre{background:#f2f4f7;padding:.75rem;overflow:auto;white-space:pre-wrap}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #e3e7ec}
.method{text-transform:uppercase;font-weight:700;color:#0b5a8a}a{color:#0b5a8a}`;

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function asJson(value: unknown): string {
  return `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`;
}

/** A schema as a link when it has a name, as JSON otherwise. */
function schemaText(schema: unknown): string {
  const reference = (schema as Json | undefined)?.['$ref'];
  if (typeof reference === 'string') {
    const name = escape(reference.split('/').at(-1) ?? '');
    return `<p><a href="#schema-${name}">${name}</a></p>`;
  }
  return asJson(schema);
}

function parameterRow(parameter: Json): string {
  const { name, in: where, required } = parameter;
  const needed = required === true ? 'required' : 'optional';
  return `<tr><td><code>${escape(String(name))}</code></td><td>${escape(String(where))}, ${needed}</td><td><code>${escape(JSON.stringify(parameter['schema']))}</code></td></tr>`;
}

function contentText(answer: Json | undefined): string {
  const content = (answer?.['content'] ?? {}) as Record<string, Json>;
  return Object.entries(content)
    .map(([type, { schema }]) => `<p><code>${escape(type)}</code></p>${schemaText(schema)}`)
    .join('');
}

function operationText(path: string, method: string, operation: Operation): string {
  const parameters = operation.parameters.map(parameterRow).join('');
  const statuses = Object.entries(operation.responses)
    .map(([status, { description }]) => `<li><code>${status}</code> ${escape(String(description))}</li>`)
    .join('');
  return `<section id="${operation.operationId}"><h2><span class="method">${method}</span> <code>${escape(path)}</code></h2>
<p>${escape(operation.summary)}. ${escape(operation.description)}</p>
${parameters === '' ? '' : `<h3>Parameters</h3><table>${parameters}</table>`}
${operation.requestBody === undefined ? '' : `<h3>Body</h3>${contentText(operation.requestBody)}`}
<h3>Answer</h3>${contentText(operation.responses['200'])}<ul>${statuses}</ul></section>`;
}

/** The OpenAPI document as one page without scripts. */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const contents = operations
    .map(({ path, method, operation }) => {
      return `<li><a href="#${operation.operationId}"><span class="method">${method}</span> <code>${escape(path)}</code></a> ${escape(operation.summary)}</li>`;
    })
    .join('');
  const schemas = Object.entries(document.components.schemas)
    .map(([name, schema]) => `<section id="schema-${escape(name)}"><h3>${escape(name)}</h3>${asJson(schema)}</section>`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Schakel API</title><link rel="stylesheet" href="/docs/style.css"></head><body><h1>Schakel API</h1>
<pre>${escape(String(document.info['description']))}</pre><p>For programs: <a href="/openapi.json">/openapi.json</a></p><ul>${contents}</ul>
${operations.map(({ path, method, operation }) => operationText(path, method, operation)).join('')}
<h2>Schemas</h2>${schemas}</body></html>`;
}
