export type {
  AnswerWay,
  ApiDeps,
  ApiMunicipality,
  ApiSettings,
  ChannelHealth,
  ReconciliationReport,
  ReconciliationRow,
  InvoicePreview,
  LastWords,
  TariffTrialOutcome,
  TariffTrialRequest,
  WhatIfOutcome,
  WhatIfRequest,
} from './api-deps.js';
export { consoleRouter } from './console.js';
export { createApi } from './create-api.js';
export { createKey, listKeys, revokeKey, type KeyCreated, type KeyInfo, type KeyRequest } from './keys.js';
export { openApiDocument } from './openapi.js';
export { ROLES, type Role } from './permissions.js';
export { apiRoutes } from './routes.js';
export { opsRouter, type OpsDeps } from './ops-router.js';
export { asTenant } from './tenant-sql.js';
