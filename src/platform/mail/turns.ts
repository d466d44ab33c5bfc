/** Gives a turn to one at a time for each name. */
export type TakeTurn = (name: string) => Promise<EndTurn>;
/** Lets the next one go; calling it again does nothing more. */
export type EndTurn = () => void;

/** Who asks waits until all who asked before for the same name have ended their turn. */
export function createTurns(): TakeTurn {
  const last = new Map<string, Promise<void>>();
  return async (name) => {
    const before = last.get(name);
    let end: EndTurn = () => undefined;
    const own = new Promise<void>((resolve) => {
      end = resolve;
    });
    last.set(name, own);
    await before;
    return () => {
      end();
      if (last.get(name) === own) {
        last.delete(name);
      }
    };
  };
}
