/** Larger than any table a page can hold; what unpacks to more is not a table. */
const unpackedMax = 200_000_000;

interface Entry {
  method: number;
  packed: number;
  offset: number;
}

/** A ZIP file's entries, each unpacked when it is asked for (APPNOTE.TXT 6.3; stored and deflated ones, which is what spreadsheets write). */
export class Zip {
  private readonly view: DataView;
  private readonly entries: ReadonlyMap<string, Entry>;

  /** @throws SyntaxError when it is none. */
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.entries = this.directory();
  }

  /** The text of an entry, or null where there is none of that name. */
  async text(name: string): Promise<string | null> {
    const entry = this.entries.get(name);
    if (!entry) return null;
    const { method, packed, offset } = entry;
    const start =
      offset + 30 + this.view.getUint16(offset + 26, true) + this.view.getUint16(offset + 28, true);
    const data = this.bytes.slice(start, start + packed);
    if (method === 0) return new TextDecoder().decode(data);
    if (method !== 8) throw new SyntaxError("packed in an unknown way");
    return await unpacked(data);
  }

  private directory(): Map<string, Entry> {
    const { view } = this;
    let end = view.byteLength - 22;
    // A comment of up to 65,535 bytes may stand behind the end record.
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
    if (end < 0) throw new SyntaxError("not a ZIP file");
    const entries = new Map<string, Entry>();
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50)
        throw new SyntaxError("a broken ZIP file");
      const long = view.getUint16(at + 28, true);
      const name = new TextDecoder().decode(this.bytes.subarray(at + 46, at + 46 + long));
      entries.set(name, {
        method: view.getUint16(at + 10, true),
        packed: view.getUint32(at + 20, true),
        offset: view.getUint32(at + 42, true),
      });
      at += 46 + long + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return entries;
  }
}

async function unpacked(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > unpackedMax) {
      await reader.cancel();
      throw new RangeError("The file is too large.");
    }
    text += decoder.decode(value, { stream: true });
  }
}
