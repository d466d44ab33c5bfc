export { submitCommand, decisionOf } from './inbox/submit-command.js';
