import { Type, type Static } from 'typebox';
import { UNASSIGNED } from '../domain/vocabulary.js';
import type { ApiMunicipality, ApiSettings } from './api-deps.js';
import { ALL_TENANTS, type Principal } from './permissions.js';

/** A municipality as other answers name it; codes are null for `unassigned`. */
export const MUNICIPALITY_NAME = Type.Object(
  {
    tenant: Type.String(),
    nis: Type.Union([Type.String(), Type.Null()]),
    name: Type.Union([Type.String(), Type.Null()]),
  },
  { additionalProperties: false, title: 'MunicipalityName' },
);

/** The query parameter that narrows a list. */
export const MUNICIPALITY_FILTER = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'NIS code, OVO code or a retired NIS code.',
});

export function isVisible(principal: Principal, tenant: string): boolean {
  return principal.tenant === ALL_TENANTS || principal.tenant === tenant;
}

/** The municipality with this NIS, OVO or retired NIS code (or tenant id), if the caller may see it. */
export function findMunicipality(
  settings: ApiSettings,
  principal: Principal,
  code: string,
): ApiMunicipality | undefined {
  const visible = settings.municipalities.filter((one) => isVisible(principal, one.tenant));
  // A code in use wins over the same code in somebody's past.
  return (
    visible.find((one) => [one.nis, one.ovo, one.tenant].includes(code)) ??
    visible.find((one) => one.formerNis.includes(code))
  );
}

/**
 * The tenant that a list is about: the caller's own, narrowed by the filter.
 *
 * @returns undefined when the filter names no municipality that the caller may see
 */
export function scopeOf(settings: ApiSettings, principal: Principal, filter: string | undefined): string | undefined {
  if (filter === undefined) {
    return principal.tenant;
  }
  if (filter === UNASSIGNED && principal.tenant === ALL_TENANTS) {
    return UNASSIGNED;
  }
  return findMunicipality(settings, principal, filter)?.tenant;
}

export function nameOf(settings: ApiSettings, tenant: string): Static<typeof MUNICIPALITY_NAME> {
  const found = settings.municipalities.find((one) => one.tenant === tenant);
  return { tenant, nis: found?.nis ?? null, name: found?.name ?? null };
}

/** Tells whether a report's word for a municipality (tenant id or NIS code) means one that the caller may see. */
export function ownName(settings: ApiSettings, principal: Principal): (name: string) => boolean {
  if (principal.tenant === ALL_TENANTS) {
    return () => true;
  }
  const own = settings.municipalities.find((one) => one.tenant === principal.tenant);
  return (name) => name === principal.tenant || (own !== undefined && name === own.nis);
}
