/** Gives way to everything else that waits: what a person did, and the next picture. */
export function nextTurn(): Promise<void> {
  // A timer would wait for some milliseconds each time, and for a second in a tab that is not looked at.
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
