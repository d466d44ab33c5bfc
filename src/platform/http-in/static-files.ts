import express, { Router } from 'express';

/** Serves the files of a folder at `/`. They change with the version, so browsers ask each time. */
export function staticFiles(folder: string): Router {
  const router = Router();
  router.use(
    express.static(folder, {
      index: 'index.html',
      dotfiles: 'ignore',
      redirect: false,
      cacheControl: false,
      etag: true,
      setHeaders: (response) => {
        response.setHeader('cache-control', 'no-cache');
      },
    }),
  );
  return router;
}
