import type { ChannelEvent, CitizenAlias } from '../../adapter-sdk/index.js';
import { deriveId, type Id } from '../../domain/ids.js';
import { normaliseText } from '../../domain/text.js';
import type { Decision } from '../batch/decision.js';
import { aliasKey, conversationKey, type Alias, type ClaimedEvent, type World } from '../batch/world.js';
import { isOfNewHolder } from '../inbox/conversation-key.js';

export interface Identified {
  readonly citizenId: Id | string | null;
  readonly decision: Pick<Decision, 'citizen' | 'aliases'>;
}

const NOBODY: Identified = { citizenId: null, decision: {} };

function aliasIn({ tenant, channel, account }: ClaimedEvent, { kind, value }: CitizenAlias): Alias {
  return { tenant, channel, scope: account, kind, value };
}

/**
 * The aliases that tell who it is. One that may pass on tells nothing beside one that is sure, and nothing at all in the
 * conversation of its new holder.
 */
function tellingAliases(event: ClaimedEvent, aliases: readonly CitizenAlias[]): readonly CitizenAlias[] {
  const isSure = aliases.some((alias) => alias.namesConversation === 'always');
  return aliases.filter(
    (alias) => alias.namesConversation !== 'while-held' || !(isSure || isOfNewHolder(event.conversation, alias.value)),
  );
}

/** Who wrote: the conversation tells where aliases name it, else any alias that is known. */
function knownCitizen(event: ClaimedEvent, aliases: readonly CitizenAlias[], world: World): string | undefined {
  const { tenant, channel, account, conversation } = event;
  const isNamed = aliases.some((alias) => alias.namesConversation !== undefined);
  const before = isNamed ? world.conversation(conversationKey(tenant, channel, account, conversation)) : undefined;
  const known = tellingAliases(event, aliases).map((alias) => world.citizen(aliasKey(aliasIn(event, alias))));
  return before?.citizenId ?? known.find((id) => id !== undefined);
}

/** Who wrote. Aliases that are new are added to that citizen; two known citizens are never merged here. */
export function identify(event: ClaimedEvent, citizen: ChannelEvent['citizen'], world: World): Identified {
  if (citizen === undefined || citizen.aliases.length === 0) {
    return NOBODY;
  }
  const known = knownCitizen(event, citizen.aliases, world);
  const citizenId = known ?? deriveId(event.id, 'citizen');
  const added = citizen.aliases
    .map((alias) => aliasIn(event, alias))
    .filter((alias) => world.citizen(aliasKey(alias)) === undefined)
    .map((alias) => ({ alias, citizenId }));
  if (known === undefined && added.length === 0) {
    // Known by a number alone, and that number is another citizen's here.
    return NOBODY;
  }
  const name = citizen.name === undefined ? null : normaliseText(citizen.name);
  return {
    citizenId,
    decision: {
      ...(known === undefined ? { citizen: { id: deriveId(event.id, 'citizen'), name } } : {}),
      ...(added.length === 0 ? {} : { aliases: added }),
    },
  };
}
