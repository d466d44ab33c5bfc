import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { compileSchema } from '../../../src/adapter-sdk/index.js';
import { answerSchemas } from './answer-schemas.js';
import { ticketSchemas } from './ticket-schemas.js';
import { ANSWER_EVENTS, answerType, TICKET_EVENTS, ticketType } from './vocabulary.js';

interface Message {
  readonly name: string;
  readonly payload?: { readonly $ref: string };
}

interface AsyncApi {
  readonly asyncapi: string;
  readonly channels: Readonly<
    Record<
      string,
      {
        readonly messages: Record<string, { readonly $ref: string }>;
        readonly parameters?: Record<string, { readonly enum?: readonly string[] }>;
        readonly bindings: {
          readonly amqp: {
            readonly exchange?: { readonly name: string; readonly type: string };
            readonly queue?: { readonly name: string };
          };
        };
      }
    >
  >;
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
}

const folder = new URL('./schemas/', import.meta.url);
const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, unknown>;
const files = readdirSync(folder).sort();
const schemas = new Map([...ticketSchemas(), ...answerSchemas()]);
const document = parse(readFileSync(new URL('./asyncapi.yaml', import.meta.url), 'utf8')) as AsyncApi;
const messages = Object.values(document.components.messages).filter((message) => message.payload !== undefined);

function typesOf(channel: string): string[] {
  const refs = Object.values(document.channels[channel]?.messages ?? {});
  return refs
    .map(({ $ref }) => document.components.messages[$ref.replace('#/components/messages/', '')]?.name ?? $ref)
    .sort();
}

describe('the schemas', () => {
  it('are one file per type, both ways', () => {
    expect(files).toEqual([...schemas.keys()].map((name) => `${name}.json`).sort());
  });

  it.each([...schemas])('%s.json is what the code uses', (name, schema) => {
    expect(read(`${name}.json`)).toEqual(schema);
    expect(() => compileSchema(schema)).not.toThrow();
  });
});

describe('the AsyncAPI document', () => {
  it('names every type and schema, and nothing else', () => {
    const named = messages.map((message) => `${message.name} ${message.payload?.$ref}`).sort();
    expect(document.asyncapi).toBe('3.0.0');
    expect(named).toEqual([...schemas.keys()].map((name) => `be.schakel.${name} schemas/${name}.json`).sort());
  });

  it('points each type at the schema with that type', () => {
    for (const message of messages) {
      const schema = read(String(message.payload?.$ref).replace('schemas/', '')) as {
        properties: { type: { const: string } };
      };
      expect(schema.properties.type.const).toBe(message.name);
    }
  });

  it('puts the types on the channels of their direction', () => {
    const out = TICKET_EVENTS.map((event) => ticketType(event)).sort();
    const back = ANSWER_EVENTS.map((event) => answerType(event)).sort();
    expect([typesOf('tickets'), typesOf('ticketsQueue')]).toEqual([out, out]);
    expect([typesOf('answers'), typesOf('answersQueue')]).toEqual([back, back]);
    expect(document.channels['tickets']?.parameters?.['event']?.enum).toEqual(TICKET_EVENTS);
  });

  it('names the exchanges and queues of the contract', () => {
    const named = Object.values(document.channels).map(({ bindings: { amqp } }) =>
      amqp.exchange === undefined ? `queue ${amqp.queue?.name}` : `${amqp.exchange.type} ${amqp.exchange.name}`,
    );
    expect(named).toEqual([
      'topic schakel.tickets',
      'queue schakel.tickets.1700',
      'fanout schakel.answers',
      'queue schakel.answers',
      'queue schakel.answers.rejected',
    ]);
  });
});
