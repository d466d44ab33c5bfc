export const ROLES = ['admin', 'operator', 'municipality', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Who may do what. The whole of it: nothing else in the API looks at a role. */
export const PERMISSIONS = {
  'tickets:read': ['admin', 'operator', 'municipality', 'auditor'],
  'tickets:reply': ['admin', 'operator', 'municipality'],
  'tickets:status': ['admin', 'operator'],
  'tickets:forward': ['admin', 'operator'],
  'tickets:statutory': ['admin', 'operator', 'municipality'],
  'crisis:declare': ['admin', 'municipality'],
  'tickets:merge': ['admin', 'operator'],
  'tickets:split': ['admin', 'operator'],
  'tickets:hide': ['admin', 'operator', 'municipality'],
  'file-reads:read': ['admin', 'municipality', 'auditor'],
  'municipalities:read': ['admin', 'operator', 'municipality', 'auditor'],
  'usage:read': ['admin', 'operator', 'municipality', 'auditor'],
  'invoices:read': ['admin', 'operator', 'municipality', 'auditor'],
  'scorecard:read': ['admin', 'operator', 'municipality', 'auditor'],
  'whatif:run': ['admin', 'operator', 'municipality'],
  'deliveries:read': ['admin', 'operator', 'municipality', 'auditor'],
  'deliveries:redrive': ['admin', 'operator'],
  'events:read': ['admin', 'operator', 'municipality', 'auditor'],
  'channels:read': ['admin', 'operator', 'municipality', 'auditor'],
  'reconciliation:read': ['admin', 'operator', 'municipality', 'auditor'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof PERMISSIONS;

export function mayDo(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes(role);
}

/** Who asks. A tenant of `*` is the contact center or ops, who serve every municipality. */
export interface Principal {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly tenant: string;
}

export const ALL_TENANTS = '*';
