import type { WrittenByPerson } from '../../adapter-sdk/index.js';

/** The stored request for an answer, as far as it tells who asked. */
export interface AnswerRequest {
  /** The system itself asked, by a rule. */
  readonly isAutomatic: boolean;
}

/** The proof that a person wrote an answer; an automatic one has none. The only place that gives it. */
export function writtenByPerson({ isAutomatic }: AnswerRequest): { readonly person?: WrittenByPerson } {
  // The border: what was stored with the request becomes the proof, which holds nothing but its type.
  return isAutomatic ? {} : { person: {} as WrittenByPerson };
}
