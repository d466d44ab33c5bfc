import type { CompetenceLevel, Language, Meter, TicketKind } from '../domain/vocabulary.js';

/** A secret is named in configuration and read where it is used; its value is never in a snapshot, log or hash. */
export type SecretReference = { readonly env: string } | { readonly file: string } | { readonly demo: string };

/** Values of an adapter's own settings; secret references inside are resolved by `src/settings/secrets.ts`. */
export type AdapterSettings = Readonly<Record<string, unknown>>;

export interface AccountSettings {
  readonly channel: string;
  /** The platform's id of the page, number or account. Unique over all municipalities per channel. */
  readonly account: string;
  readonly name: string;
  readonly settings: AdapterSettings;
  /** For receivers with the account in their path. */
  readonly signing: readonly SecretReference[];
}

/** Every condition that is given must hold; a rule without conditions always matches. The first match wins. */
export interface RouteRule {
  readonly name: string;
  readonly when: {
    readonly topics?: readonly string[];
    readonly channels?: readonly string[];
    readonly levels?: readonly CompetenceLevel[];
    readonly kinds?: readonly TicketKind[];
    readonly languages?: readonly Language[];
    /** Against the municipality's calendar at the moment of opening. */
    readonly hours?: 'open' | 'closed';
  };
  readonly to: string;
  /** The reason in Dutch, shown in the explanation. */
  readonly because: string;
}

export interface Municipality {
  /** Permanent internal id of the tenant; NIS, OVO, KBO and name are attributes that can change. */
  readonly tenant: string;
  readonly nis: string;
  readonly ovo: string;
  readonly kbo: string;
  readonly name: string;
  /** Codes of bodies that this one took over. */
  readonly formerNis: readonly string[];
  readonly accounts: readonly AccountSettings[];
  readonly routes: readonly RouteRule[];
  readonly sla: string;
  readonly calendar: string;
  readonly tariff: string;
  /** Share in fair claiming; 1 unless the municipality bought more. */
  readonly weight: number;
  /** A new message within this many days after closing reopens the same ticket. */
  readonly reopenWithinDays: number;
}

/** Local wall-clock times `HH:MM`, `24:00` allowed as an end. ISO weekday numbers 1 (Monday) to 7. */
export interface Calendar {
  readonly name: string;
  readonly timeZone: string;
  readonly week: Readonly<Record<'1' | '2' | '3' | '4' | '5' | '6' | '7', readonly OpenInterval[]>>;
  /** Dates (`YYYY-MM-DD`) with other hours; an empty list is closed. They win over holidays. */
  readonly exceptions: Readonly<Record<string, readonly OpenInterval[]>>;
  /** Closed days by rule: fixed `MM-DD`, or days after Easter Sunday. */
  readonly holidays: readonly (
    { readonly name: string; readonly monthDay: string } | { readonly name: string; readonly easterOffsetDays: number }
  )[];
}

export interface OpenInterval {
  readonly from: string;
  readonly to: string;
}

export interface SlaRule {
  readonly name: string;
  readonly when: {
    readonly topics?: readonly string[];
    readonly channels?: readonly string[];
    readonly kinds?: readonly TicketKind[];
    readonly priorities?: readonly ('low' | 'normal' | 'high')[];
  };
  /** Working minutes in the municipality's calendar. */
  readonly firstResponseMinutes: number;
  readonly resolutionMinutes: number;
}

export interface SlaPolicy {
  readonly name: string;
  readonly validFrom: string;
  readonly rules: readonly SlaRule[];
}

export interface Tariff {
  readonly name: string;
  readonly validFrom: string;
  /** Exact decimal text in euro, VAT not included. */
  readonly monthlyFeeEuro: string;
  readonly unitPriceEuro: Readonly<Record<Meter, string>>;
}

export interface TopicRule {
  readonly topic: string;
  readonly label: string;
  readonly theme: string;
  readonly level: CompetenceLevel;
  readonly kind: TicketKind;
  /** Words or word groups per language, compared without case and accents at word starts. */
  readonly words: Readonly<Partial<Record<Language, readonly string[]>>>;
}

export interface TargetSettings {
  readonly id: string;
  readonly kind: 'contact-center' | 'crm';
  readonly adapter: string;
  /** Tenants that may route to it; `*` for all. */
  readonly tenants: readonly string[] | '*';
  readonly settings: AdapterSettings;
  readonly maxInFlight: number;
}

export interface PlatformSettings {
  readonly signing: readonly SecretReference[];
  readonly verifyToken?: SecretReference;
}

/** The whole configuration: validated, frozen, addressed by the SHA-256 of its canonical JSON. */
export interface Settings {
  readonly hash: string;
  /** Only a demonstration may carry its secrets in its files (`{ demo: … }`). */
  readonly isDemo: boolean;
  readonly municipalities: readonly Municipality[];
  readonly receivers: Readonly<Record<string, PlatformSettings>>;
  readonly targets: readonly TargetSettings[];
  readonly calendars: readonly Calendar[];
  readonly slaPolicies: readonly SlaPolicy[];
  readonly tariffs: readonly Tariff[];
  readonly topics: readonly TopicRule[];
  /** Topic for texts that no rule knows. */
  readonly fallbackTopic: { readonly topic: string; readonly level: CompetenceLevel; readonly kind: TicketKind };
}
