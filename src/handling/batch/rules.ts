import type { Invitation, PrivateReply, ReplyWindow, WindowFacts } from '../../adapter-sdk/index.js';
import type { FileType, MediaPolicy } from '../../domain/media.js';
import type { ServicePlan, StatutoryProcedure } from '../../domain/sla/vocabulary.js';
import type { WorkingTime } from '../../domain/working-time.js';
import type { Charging } from '../../settings/charging.js';
import type { PlatformPriceOf } from '../../settings/platform-price.js';
import type { RouteRule, SlaPolicy, StatutoryTerms } from '../../settings/snapshot.js';
import type { TopicCoder } from '../classify/code-topic.js';
import type { TextLimit } from '../../domain/split-reply.js';

/** What one municipality agreed to, ready for use. */
export interface TenantRules {
  readonly tenant: string;
  readonly name: string;
  readonly calendar: WorkingTime;
  readonly slaVersions: readonly SlaPolicy[];
  readonly plan: ServicePlan;
  readonly statutory: Readonly<Partial<Record<StatutoryProcedure, StatutoryTerms>>>;
  readonly routes: readonly RouteRule[];
  readonly charging: Charging;
  readonly reopenWithinDays: number;
}

export interface ChannelRules {
  readonly textLimit: TextLimit;
  /** The same of a public answer, where it differs. */
  readonly publicTextLimit?: TextLimit;
  readonly privateReply?: PrivateReply;
  readonly canHide?: boolean;
  readonly invitation?: (about: Invitation, settings: Readonly<Record<string, unknown>>) => string | undefined;
  readonly replyWindow: (facts: WindowFacts) => ReplyWindow;
}

/** Everything that decisions look up: one settings snapshot, taken once per batch and stamped on what it decides. */
export interface Rules {
  readonly hash: string;
  readonly topics: TopicCoder;
  tenant(id: string): TenantRules | undefined;
  channel(id: string): ChannelRules | undefined;
  /** What is kept of a file of this type that came to this municipality. */
  mediaPolicy(tenant: string, channel: string, type: FileType): MediaPolicy;
  hasAccount(channel: string, account: string): boolean;
  accountSettings(channel: string, account: string): Readonly<Record<string, unknown>>;
  /** Name of the calendar by which the contact center counts; null for the municipality's own. */
  readonly contactCenterCalendar: string | null;
  readonly platformPrice: PlatformPriceOf;
  /** True when tickets of this tenant may go to this target. */
  mayForward(tenant: string, target: string): boolean;
}
