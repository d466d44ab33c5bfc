// A process of its own that plays the platform: it signs its webhooks first, and sends them when told.
import { Load } from './load.mjs';
import { signedRequests } from './signed-requests.mjs';

let load;

const steps = {
  prepare: async ({ series, count, path, secret, ...options }) => {
    load = new Load(signedRequests({ series, count, path, secret }), options);
    await load.open();
    return {};
  },
  run: async () => {
    const result = await load.run();
    load.close();
    return result;
  },
};

process.on('message', async ({ step, plan }) => {
  process.send(await steps[step](plan));
});
