import { redriveRoute } from './deliveries/redrive.js';
import { listDeliveriesRoute } from './deliveries/list-deliveries.js';
import { listChannelsRoute } from './list-channels.js';
import { listFileReadsRoute } from './file-reads/list-file-reads.js';
import { invoiceRoutes } from './invoices/invoices.js';
import { listEventsRoute } from './list-events.js';
import { crisisRoutes } from './municipalities/crisis.js';
import { listMunicipalitiesRoute } from './municipalities/list-municipalities.js';
import { scorecardRoute } from './municipalities/scorecard.js';
import { usageRoute } from './municipalities/usage.js';
import { reconciliationRoute } from './reconciliation.js';
import type { Route } from './route.js';
import { streamRoute } from './stream/stream-route.js';
import { attachmentRoute } from './tickets/attachment.js';
import { commandRoutes } from './tickets/commands.js';
import { explainRoute } from './tickets/explain.js';
import { statutoryRoute } from './tickets/statutory.js';
import { listTicketsRoute } from './tickets/list-tickets.js';
import { ticketDetailRoute } from './tickets/ticket-detail.js';
import { tariffTrialRoute } from './whatif/tariff-trial.js';
import { whatIfRoute } from './whatif/what-if.js';

/** Below this path is the API. */
export const API_BASE = '/api/v1';

/** All routes of the API, in the order of the document. */
export function apiRoutes(): readonly Route[] {
  return [
    listTicketsRoute(),
    ticketDetailRoute(),
    attachmentRoute(),
    explainRoute(),
    ...commandRoutes(),
    statutoryRoute(),
    listMunicipalitiesRoute(),
    usageRoute(),
    ...crisisRoutes(),
    scorecardRoute(),
    ...invoiceRoutes(),
    listDeliveriesRoute(),
    redriveRoute(),
    listEventsRoute(),
    listFileReadsRoute(),
    listChannelsRoute(),
    reconciliationRoute(),
    whatIfRoute(),
    tariffTrialRoute(),
    streamRoute(),
  ];
}
