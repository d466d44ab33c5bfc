import type { ClockName, Party, Priority, ServicePlan, StatutoryProcedure } from '../domain/sla/vocabulary.js';
import type { Budget } from '../domain/budget.js';
import type { FileType, MediaPolicy } from '../domain/media.js';
import type { InvoiceSeller, VatRate } from '../domain/invoice.js';
import type { PlatformPrices } from '../domain/platform-price.js';
import type { Pool } from '../domain/pool.js';
import type { Retention } from '../domain/storage-term.js';
import type { Tariff } from '../domain/tariff.js';
import type { CompetenceLevel, Language, TicketKind } from '../domain/vocabulary.js';

export type { Tariff } from '../domain/tariff.js';

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
  /** Days on which this municipality opens otherwise than its calendar says: bridge days, replacement days. */
  readonly closingDays: readonly ClosingDay[];
  /** The level of service that was bought; rules of a policy may ask for it. */
  readonly plan: ServicePlan;
  /** Terms of its own regulations in calendar days; a procedure without terms cannot be started. */
  readonly statutory: Readonly<Partial<Record<StatutoryProcedure, StatutoryTerms>>>;
  readonly tariff: string;
  /** Where invoices go; without it use is rated and not invoiced. The debtor is the body in `kbo`. */
  readonly invoicing?: InvoiceAddress;
  /** What a month may cost before somebody is told; no limit. */
  readonly budget?: Budget;
  /** Share in fair claiming; 1 unless the municipality bought more. */
  readonly weight: number;
  /** A new message within this many days after closing reopens the same ticket. */
  readonly reopenWithinDays: number;
  readonly media?: MediaSettings;
  /** How long texts of citizens are kept; as long as platforms allow when absent. */
  readonly retention?: Retention;
}

/** What is kept of files that citizens send. */
export interface MediaSettings {
  readonly keepDays: number;
  /** By channel and type; what is not named is as the adapter of the channel says. */
  readonly policies: Readonly<Partial<Record<string, Readonly<Partial<Record<FileType, MediaPolicy>>>>>>;
}

export interface InvoiceAddress {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
  readonly email?: string;
  readonly vatLiable: boolean;
  /** By which the debtor finds what it ordered. */
  readonly reference: string;
  /** The first month that is invoiced, `YYYY-MM`; that of its first tariff when absent. */
  readonly from?: string;
}

/** A VAT rate from a local date on. */
export interface DatedVatRate extends Pick<VatRate, 'category' | 'percent'> {
  readonly validFrom: string;
  readonly exemption?: string;
}

/** Who sends the invoices, and what the law asks of them. */
export interface Invoicing {
  readonly seller: Omit<InvoiceSeller, 'email' | 'vatNumber' | 'bic'> & {
    readonly email?: string;
    readonly vatLiable: boolean;
    readonly bic?: string;
  };
  /** Letters before the year in each number. */
  readonly series: string;
  /** Days in which to pay, from the date of the invoice. */
  readonly paymentDays: number;
  readonly vat: readonly DatedVatRate[];
}

export interface ClosingDay {
  readonly date: string;
  readonly name: string;
  /** Hours on that day; closed when empty. They win over everything that the calendar says. */
  readonly open: readonly OpenInterval[];
}

/** Calendar days, counted from the day after registration to the end of the last day, in the municipality's zone. */
export interface StatutoryTerms {
  readonly acknowledgeDays?: number;
  readonly answerDays: number;
  /** Days in all when the term is extended; absent where no extension exists. */
  readonly extendedDays?: number;
  /** The regulation that sets them, in Dutch, for the explanation. */
  readonly basis: string;
}

/**
 * One version of a calendar. Local wall-clock times `HH:MM`, `24:00` allowed as an end. ISO weekday numbers 1 (Monday)
 * to 7.
 */
export interface Calendar {
  readonly name: string;
  /** The first local date of this version; the oldest version also holds before it. */
  readonly validFrom: string;
  readonly timeZone: string;
  readonly week: Readonly<Record<'1' | '2' | '3' | '4' | '5' | '6' | '7', readonly OpenInterval[]>>;
  /** Dates (`YYYY-MM-DD`) with other hours; an empty list is closed. They win over holidays. */
  readonly exceptions: Readonly<Record<string, readonly OpenInterval[]>>;
  /** Closed days by rule: fixed `MM-DD`, or days after Easter Sunday. */
  readonly holidays: readonly (
    | { readonly name: string; readonly monthDay: string }
    | { readonly name: string; readonly easterOffsetDays: number }
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
    readonly priorities?: readonly Priority[];
    readonly plans?: readonly ServicePlan[];
  };
  /** Working minutes, in `calendar`. */
  readonly firstResponseMinutes: number;
  /** From a later message of the citizen to its answer. */
  readonly nextResponseMinutes?: number;
  /** From one word to the citizen to the next while the ticket is open. */
  readonly updateEveryMinutes?: number;
  readonly resolutionMinutes: number;
  /** Working minutes in all that a party may hold the ticket: 1700 by its own hours, the municipality by its own. */
  readonly partyMinutes: Readonly<Partial<Record<Party, number>>>;
  /** Name of a calendar; that of the municipality, with its closing days, when absent. */
  readonly calendar?: string;
  /** Shares of the time at which a warning falls, each above 0 and below 1. */
  readonly warnAt: readonly number[];
  readonly actions: readonly SlaAction[];
}

/** What follows a warning at the share `at`, or a breach. */
export interface SlaAction {
  /** Every clock of the rule when absent. */
  readonly clocks?: readonly ClockName[];
  /** One of the shares of `warnAt`, or the breach. */
  readonly at: number | 'breach';
  readonly do: 'notify' | 'raise-priority' | 'reroute' | 'overflow';
  /** The target that is told, or that takes over; none for `raise-priority`. */
  readonly to?: string;
}

/** What follows when so many minutes are left before the channel takes no answer any more. */
export interface WindowStep {
  readonly beforeMinutes: number;
  readonly do: 'notify' | 'raise-priority' | 'reroute' | 'holding-reply';
  readonly to?: string;
  /** For `holding-reply`: what the citizen reads, by language; Dutch is always there. */
  readonly text?: Readonly<Partial<Record<Language, string>>>;
}

export interface SlaPolicy {
  readonly name: string;
  readonly validFrom: string;
  readonly rules: readonly SlaRule[];
  /** A clock starts when the citizen wrote, or this long before we received it if that is later. */
  readonly transitMinutes: number;
  /** Clocks that stand still while the ticket waits for the citizen. */
  readonly pausesWhileWaiting: readonly ClockName[];
  /** Whether a reopened ticket goes on with the time that was left, or starts its resolution again. */
  readonly onReopen: 'continue' | 'restart';
  /** Working minutes that are left at least after a pause. */
  readonly resumeGraceMinutes: number;
  /** A short word of thanks after the answer asks nothing. */
  readonly courtesy: {
    readonly withinHours: number;
    readonly maxWords: number;
    readonly words: readonly string[];
  };
  readonly windowLadder: readonly WindowStep[];
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
  /** When it is staffed; the hours of the municipality when absent. */
  readonly calendar?: string;
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
  /** Absent where there are none, so that such settings keep the hash that they always had. */
  readonly pools?: readonly Pool[];
  /** Absent where nothing that platforms charge is passed on. */
  readonly platformPrices?: readonly PlatformPrices[];
  /** Absent where months are rated and not invoiced. */
  readonly invoicing?: Invoicing;
  readonly topics: readonly TopicRule[];
  /** Topic for texts that no rule knows. */
  readonly fallbackTopic: { readonly topic: string; readonly level: CompetenceLevel; readonly kind: TicketKind };
}
