/** `messenger:1045` is the account 1045 of the channel messenger. */
export function placeOfTarget(target: string): { readonly channel: string; readonly account: string } {
  const at = target.indexOf(':');
  return { channel: target.slice(0, at), account: target.slice(at + 1) };
}
