import { readRules } from '../../support/peppol/validate-ubl.js';

/** The official rules in the folder that `npm run test:peppol` was given. */
export const rules = await readRules(process.env['SCHAKEL_TEST_PEPPOL_RULES'] ?? '');
