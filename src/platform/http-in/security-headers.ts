import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Pages may load scripts and styles from this server only, and nothing inline: a text from a citizen that reached a
 * page as markup would still not run.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      // The defaults ask browsers to upgrade to https, which breaks an installation on http://localhost.
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        // The page shows copies of citizens' files, which it can only ask for with its key.
        'img-src': ["'self'", 'data:', 'blob:'],
        'connect-src': ["'self'"],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
}
