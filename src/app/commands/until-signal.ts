/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once, for who cannot wait. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) {
        process.exit(130);
      }
      asked = true;
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
