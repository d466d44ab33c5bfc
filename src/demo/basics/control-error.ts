/** The test or the demo asked for something that cannot be: an unknown account, a message that never was. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}
