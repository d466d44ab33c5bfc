import type { HandshakeAnswer, Verification } from '../../adapter-sdk/index.js';

export interface DoorRequest {
  readonly rawBody: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly account?: string;
}

/** One way in: who may post here. Built from an adapter and the active settings. */
export interface Door {
  /** Stored with the intake; tells later which adapter splits it. */
  readonly receiver: string;
  /** Headers that are kept with the body: those that the signature and the split need. */
  readonly keepsHeaders: readonly string[];
  handshake?(query: Readonly<Record<string, string | undefined>>): HandshakeAnswer;
  verify(request: DoorRequest, nowMs: number): Verification;
}

/** Finds the door of a path `/webhooks/<name>[/<account>]` under the settings of this moment. */
export type FindDoor = (name: string, account: string | undefined) => Door | undefined;
