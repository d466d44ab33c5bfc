import { createServer } from 'node:http';

/** As strict as a site can be that follows the guide: nothing but what docs/guides/digital-counter.md asks for. */
function policyFor(schakelUrl) {
  return `default-src 'none'; script-src ${schakelUrl}; connect-src ${schakelUrl}; base-uri 'none'; form-action 'none'`;
}

function pageFor(schakelUrl) {
  return `<!doctype html>
<html lang="nl-BE">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Stad Brugge</title>
    <script defer src="${schakelUrl}/counter/widget.js" data-account="brugge-loket" data-municipality="Brugge"
      data-privacy="https://www.brugge.be/privacyverklaring"></script>
  </head>
  <body>
    <main>
      <h1>Stad Brugge</h1>
      <p><a id="first" href="#first">Een link van de site</a></p>
    </main>
  </body>
</html>`;
}

/** A municipality's own site, on a port and so an origin of its own. `showWidgetOf` says where Schakel is. */
export async function startTownSite() {
  let schakelUrl = '';
  const server = createServer((request, response) => {
    if (request.url !== '/') {
      // A browser asks for an icon by itself.
      response.writeHead(204).end();
      return;
    }
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policyFor(schakelUrl) };
    response.writeHead(200, headers).end(pageFor(schakelUrl));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    showWidgetOf: (url) => {
      schakelUrl = url;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
