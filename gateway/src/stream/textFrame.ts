const finalText = 0x81;

/**
 * A text message as one frame of RFC 6455, as a server sends it: whole and not masked. `tail` may be shared by all
 * who are sent the same; only `head` is anybody's own.
 */
export function textFrame(head: Buffer, tail: Buffer): Buffer {
  const length = head.length + tail.length;
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = finalText;
  if (headerBytes === 2) frame[1] = length;
  else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(head, headerBytes);
  frame.set(tail, headerBytes + head.length);
  return frame;
}
