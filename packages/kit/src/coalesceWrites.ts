import type { Socket } from "node:net";

type Write = (...given: unknown[]) => boolean;

/**
 * What is written within one turn of the event loop goes out together: on a line that carries many small messages, a
 * system call for each costs more than all else.
 */
export function coalesceWrites(socket: Socket): void {
  const write = socket.write.bind(socket) as Write;
  let isHeld = false;
  const letGo = () => {
    isHeld = false;
    socket.uncork();
  };
  const held: Write = (...given) => {
    if (!isHeld) {
      isHeld = true;
      socket.cork();
      setImmediate(letGo);
    }
    return write(...given);
  };
  socket.write = held;
}
