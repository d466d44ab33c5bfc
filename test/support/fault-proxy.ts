import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export interface FaultProxy {
  readonly port: number;
  /** Breaks every connection that is open now; new ones are welcome. */
  cut(): void;
  /** Breaks what is open and refuses what comes. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Keeps connections open and lets no byte through in either direction, until `heal`. */
  blackhole(): void;
  heal(): void;
  close(): Promise<void>;
}

/** A TCP proxy on loopback that can fail in the ways a network does. */
export async function faultProxy(options: {
  readonly targetPort: number;
  readonly targetHost?: string;
}): Promise<FaultProxy> {
  const open = new Set<Socket>();
  let isSilent = false;

  function track(socket: Socket, other: Socket): void {
    open.add(socket);
    socket.on('data', (bytes: Buffer) => {
      if (!isSilent) {
        other.write(bytes);
      }
    });
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      open.delete(socket);
      other.destroy();
    });
  }

  const server = createServer((client) => {
    const target = connect(options.targetPort, options.targetHost ?? '127.0.0.1');
    track(client, target);
    track(target, client);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
  const cut = (): void => {
    for (const socket of [...open]) {
      socket.destroy();
    }
  };
  const down = async (): Promise<void> => {
    const stopped = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    cut();
    await stopped;
  };

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut,
    down,
    up: () => listen(port),
    blackhole: () => {
      isSilent = true;
    },
    heal: () => {
      isSilent = false;
    },
    close: async () => {
      cut();
      if (server.listening) {
        await down();
      }
    },
  };
}
