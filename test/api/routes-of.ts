import type { Router } from 'express';

export interface MountedRoute {
  readonly method: string;
  /** As Express has it: `/api/v1/tickets/:id`. */
  readonly path: string;
}

interface Layer {
  readonly route?: { readonly path: string | string[]; readonly stack: readonly { readonly method: string }[] };
}

/** Every route that a router really serves, read from the router itself and not from a list somebody keeps. */
export function routesOf(router: Router): readonly MountedRoute[] {
  const layers = (router as unknown as { readonly stack: readonly Layer[] }).stack;
  return layers.flatMap(({ route }) => {
    if (route === undefined) {
      throw new Error('A layer without a route: give every handler a path, so that this test sees it.');
    }
    const methods = new Set(route.stack.map((one) => one.method));
    return [route.path].flat().flatMap((path) => [...methods].map((method) => ({ method, path })));
  });
}

export function routeName({ method, path }: MountedRoute): string {
  return `${method.toUpperCase()} ${path}`;
}
