import type { Socket } from "node:net";

type Write = (...given: unknown[]) => boolean;

/** Past so many bytes the other end may begin while this one goes on: two processors work on what one turn gave. */
const heldBytesMax = 8_192;

/**
 * What is written within one turn of the event loop goes out together: on a line that carries many small messages, a
 * system call for each costs more than all else.
 */
export function coalesceWrites(socket: Socket): void {
  const write = socket.write.bind(socket) as Write;
  let isHeld = false;
  let isEnough = false;
  const letGo = () => {
    isHeld = false;
    socket.uncork();
  };
  const letGoOfThis = () => {
    isEnough = false;
    socket.uncork();
    socket.cork();
  };
  const held: Write = (...given) => {
    if (!isHeld) {
      isHeld = true;
      socket.cork();
      setImmediate(letGo);
    }
    const hasRoom = write(...given);
    if (!isEnough && socket.writableLength >= heldBytesMax) {
      isEnough = true;
      // Not at once: whoever writes may hold the socket itself, until its message is whole.
      queueMicrotask(letGoOfThis);
    }
    return hasRoom;
  };
  socket.write = held;
}
