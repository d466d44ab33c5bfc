import { Disorder, type FaultPlan } from '../basics/disorder.js';
import type { LinkedInFault } from './faults.js';
import {
  closeComments,
  comment,
  edit,
  like,
  mention,
  pageNamed,
  publish,
  remove,
  type ChangeInput,
  type CommentInput,
  type DeleteInput,
  type LikeInput,
  type MentionInput,
  type PublishInput,
} from './people.js';
import type { RecordedCall } from './rest-http.js';
import type { Grant, LinkedInState, TokenState } from './state.js';
import type { LinkedInEntry, LinkedInFilter } from './transcript.js';

/** What people do on LinkedIn, and what a test wants to know or to break. Each deed is told to who asks for it. */
export interface FakeLinkedIn {
  /** What `SCHAKEL_LINKEDIN_BASE_URL` has to be. */
  readonly url: string;
  publish(input: PublishInput): { readonly post: string };
  comment(input: CommentInput): { readonly urn: string };
  edit(input: ChangeInput): void;
  remove(input: DeleteInput): void;
  mention(input: MentionInput): { readonly post: string };
  like(input: LikeInput): void;
  /** The author of a post lets nobody comment any more, or lets people comment again. */
  closeComments(post: string, isClosed: boolean): void;
  /** The member takes the consent back, it ends, or the member loses the role. */
  setToken(organization: string, token: TokenState): void;
  /** When the token of a page ends and what it may do, as introspection tells. */
  setGrant(organization: string, grant: Partial<Grant>): void;
  /** The member does not administer the page any more; the token lives on. */
  takeRole(organization: string): void;
  /** Disorder in what the list tells from now on; none without a plan. */
  setDisorder(plan?: FaultPlan): void;
  fault(fault: LinkedInFault): void;
  clearFaults(): void;
  advanceClock(ms: number): number;
  nowMs(): number;
  transcript(filter?: LinkedInFilter): readonly LinkedInEntry[];
  calls(): readonly RecordedCall[];
  close(): Promise<void>;
}

export interface LinkedInServer {
  readonly url: string;
  readonly calls: () => readonly RecordedCall[];
  readonly close: () => Promise<void>;
}

export function createFakeLinkedIn(state: LinkedInState, server: LinkedInServer): FakeLinkedIn {
  return {
    ...server,
    publish: (input) => publish(state, input),
    comment: (input) => comment(state, input),
    edit: (input) => {
      edit(state, input);
    },
    remove: (input) => {
      remove(state, input);
    },
    mention: (input) => mention(state, input),
    like: (input) => {
      like(state, input);
    },
    closeComments: (post, isClosed) => {
      closeComments(state, post, isClosed);
    },
    setDisorder: (plan) => {
      state.lists = new Disorder(plan, 'lists');
    },
    setToken: (organization, token) => {
      state.tokens.set(pageNamed(state, organization).token, token);
    },
    setGrant: (organization, grant) => {
      const { token } = pageNamed(state, organization);
      state.grants.set(token, { endsAtMs: 0, scopes: [], ...state.grants.get(token), ...grant });
    },
    takeRole: (organization) => {
      state.roles.delete(pageNamed(state, organization).token);
    },
    fault: (fault) => {
      state.faults.add(fault);
    },
    clearFaults: () => {
      state.faults.clear();
    },
    advanceClock: (ms) => {
      state.clock.advance(ms);
      return state.clock.nowMs();
    },
    nowMs: () => state.clock.nowMs(),
    transcript: (filter) => state.transcript.read(filter),
  };
}
