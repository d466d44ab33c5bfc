import type { Response } from 'express';

/** An error as RFC 9457 tells it. `code` is what programs look at; `detail` is for the person who reads it. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  /** Everything that is wrong with the input, one sentence each. */
  readonly errors?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

export const PROBLEM_TYPE = 'application/problem+json';

export function sendProblem(response: Response, problem: Problem): void {
  const { status, code, title, detail, errors, headers = {} } = problem;
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, value);
  }
  response
    .status(status)
    .type(PROBLEM_TYPE)
    .send(
      JSON.stringify({
        type: `urn:schakel:problem:${code}`,
        title,
        status,
        code,
        ...(detail === undefined ? {} : { detail }),
        ...(errors === undefined ? {} : { errors }),
        requestId: response.getHeader('x-request-id'),
      }),
    );
}
