import { createInProcessDoorbell } from '../../../src/platform/queue/in-process-doorbell.js';
import { doorbellConformance } from './doorbell-conformance.js';

doorbellConformance({ name: 'in the process', open: (reports) => Promise.resolve(createInProcessDoorbell(reports)) });
