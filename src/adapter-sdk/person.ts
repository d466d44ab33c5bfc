declare const PERSON: unique symbol;

/**
 * Proof that a person wrote an answer. Only the delivery engine gives it, from the stored request for the answer, so that
 * an automatic message cannot be sent as if somebody had written it: the code that would do so does not compile.
 */
export interface WrittenByPerson {
  readonly [PERSON]: true;
}
