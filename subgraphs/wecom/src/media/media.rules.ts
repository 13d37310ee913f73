import { mediaBytes, mediaBytesMin } from "../serverApi/calls/media.ts";
import { toWecomKind } from "./media.kinds.ts";
import type { MediaKind } from "./media.kinds.ts";

/** 60 s (WeCom path/90253). */
const voiceMsMax = 60_000;
const frameMs = 20;
const filenameMax = 128;

export type CheckedFile = { ok: true; contentType: string } | { ok: false; message: string };

/**
 * What the file is by its own bytes: what it is called, and what the sender says it is, proves nothing. WeCom takes JPG
 * and PNG for pictures, AMR of at most a minute for voice, MP4 for video, and anything as a file (path/90253).
 */
export function checkFile(kind: MediaKind, bytes: Buffer, claimedType: string): CheckedFile {
  const { max, formats } = mediaBytes[toWecomKind(kind)];
  if (bytes.length < mediaBytesMin) return refused(`at least ${mediaBytesMin} bytes`);
  if (bytes.length > max) return refused(`at most ${max} bytes`);
  switch (kind) {
    case "IMAGE":
      if (startsWith(bytes, [0xff, 0xd8, 0xff])) return { ok: true, contentType: "image/jpeg" };
      if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
        return { ok: true, contentType: "image/png" };
      return refused(`not of these: ${formats}`);
    case "VOICE": {
      const lengthMs = amrMs(bytes);
      if (lengthMs === null) return refused("not AMR");
      return lengthMs <= voiceMsMax ? { ok: true, contentType: "audio/amr" } : refused("longer than 60 s");
    }
    case "VIDEO":
      return bytes.toString("latin1", 4, 8) === "ftyp"
        ? { ok: true, contentType: "video/mp4" }
        : refused(`not of these: ${formats}`);
    case "FILE":
      return { ok: true, contentType: safeType(claimedType) };
  }
}

const narrow = { magic: "#!AMR\n", sizes: [12, 13, 15, 17, 19, 20, 26, 31, 5] };
const wide = { magic: "#!AMR-WB\n", sizes: [17, 23, 32, 36, 40, 46, 50, 58, 60, 5] };

/**
 * How long an AMR recording lasts, from its frames of 20 ms each (RFC 4867, 5.3); null if it is none. A frame whose kind
 * has no payload (no data, lost) is its header alone.
 */
export function amrMs(bytes: Buffer): number | null {
  const format = [narrow, wide].find(({ magic }) => bytes.toString("latin1", 0, magic.length) === magic);
  if (!format) return null;
  let frames = 0;
  for (let at = format.magic.length; at < bytes.length; frames += 1) {
    const frameType = ((bytes[at] ?? 0) >> 3) & 0x0f;
    at += 1 + (format.sizes[frameType] ?? 0);
  }
  return frames === 0 ? null : frames * frameMs;
}

/** A name as it can stand in a header, a folder and a chat; "file" if nothing of it is left. */
export function cleanFilename(given: string): string {
  const name = given.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  const shown = name.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069"<>|:*?]/g, "_").trim();
  const characters = Array.from(
    shown.replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "_"),
  );
  if (characters.length <= filenameMax) return /^[._]*$/.test(shown) ? "file" : characters.join("");
  // The ending says what opens it: it stays.
  const ending = /\.[^.]{1,10}$/.exec(characters.join(""))?.[0] ?? "";
  return characters.slice(0, filenameMax - ending.length).join("") + ending;
}

function safeType(claimed: string): string {
  const type = claimed.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(type) ? type : "application/octet-stream";
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function refused(message: string): CheckedFile {
  return { ok: false, message };
}
