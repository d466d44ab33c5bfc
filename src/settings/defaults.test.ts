import { describe, expect, it } from '@jest/globals';
import { applyDefaults } from './defaults.js';

const schema = {
  type: 'object',
  properties: {
    weight: { type: 'number', default: 1 },
    name: { type: 'string' },
    when: { type: 'object', properties: { hours: { type: 'string', default: 'open' } }, default: {} },
    list: { type: 'array', items: { $ref: '#/$defs/item' } },
  },
  additionalProperties: { $ref: '#/$defs/item' },
  $defs: { item: { type: 'object', properties: { size: { type: 'integer', default: 3 } } } },
};

describe('applyDefaults', () => {
  it('fills in what is missing, also inside defaults, items and other keys', () => {
    expect(applyDefaults(schema, { list: [{}, { size: 5 }], other: {} })).toEqual({
      weight: 1,
      when: { hours: 'open' },
      list: [{ size: 3 }, { size: 5 }],
      other: { size: 3 },
    });
  });

  it('leaves what was given, zero and false included', () => {
    const given = { weight: 0, when: { hours: 'closed' }, name: '' };
    expect(applyDefaults(schema, given)).toEqual(given);
  });

  it('does not share a default between two values', () => {
    const first = Object(applyDefaults(schema, {}));
    first.when.hours = 'changed';
    expect(applyDefaults(schema, {})).toEqual({ weight: 1, when: { hours: 'open' } });
  });

  it('leaves values that the schema says nothing about', () => {
    expect(applyDefaults({ type: 'object' }, { a: [null, { b: 1 }] })).toEqual({ a: [null, { b: 1 }] });
    expect(applyDefaults({ $ref: '#/$defs/none' }, 'text')).toBe('text');
    expect(applyDefaults({ items: true }, [{}])).toEqual([{}]);
  });
});
