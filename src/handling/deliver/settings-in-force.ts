/**
 * Whether the activation of a parameter is the one in force; true where none is given. By the clock and not by the beginning of
 * the transaction, which may be older than what it reads.
 */
export function isInForce(parameter: string): string {
  return `coalesce(${parameter}::bigint = (
    select a.id from settings_activation a where a.effective_from <= clock_timestamp()
    order by a.effective_from desc, a.id desc limit 1), true)`;
}
