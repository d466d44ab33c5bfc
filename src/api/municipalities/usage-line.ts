import { Type } from 'typebox';
import { RATING_RULES } from '../../billing/index.js';
import { METERS } from '../../domain/vocabulary.js';
import { EURO, exact, nullable } from '../fields.js';

/** One line of what a month costs. */
export const USAGE_LINE = exact(
  {
    rule: Type.Enum([...RATING_RULES], { description: 'Which rule of the tariff made the line.' }),
    meter: nullable(Type.Enum([...METERS])),
    tariff: Type.String(),
    tariffVersion: nullable(Type.String({ description: 'The day from which this price holds.' })),
    bracket: nullable(
      Type.String({
        description:
          'Unit numbers of the month, such as 1-500; or the label of a surcharge or discount, or the name of a pool.',
      }),
    ),
    units: Type.Integer({ description: 'Units of the ledger that stand in this line and in no other.' }),
    quantity: Type.Number({
      description:
        'What the price is multiplied by: units, packages, euros that a platform charged (six decimals at most), or 1.',
    }),
    unitPriceEuro: nullable(EURO),
    amountEuro: nullable(EURO),
    sentence: Type.String({ description: 'The line in one Dutch sentence.' }),
  },
  'UsageLine',
);
