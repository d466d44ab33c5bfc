/**
 * A failure of input, configuration or surroundings. Its message tells people what is wrong and what to do next, so the
 * command line prints that alone; a stack would only hide it.
 */
export class ExpectedFailure extends Error {}
