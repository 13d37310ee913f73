import QRCode from "qrcode";
import { pngOf } from "./png.ts";

const cacheMax = 500;

/** Draws QR codes; the last few hundred are kept, because a waiting one is asked for every second. */
export class QrImages {
  private readonly drawn = new Map<string, string>();

  base64(content: string): string {
    const known = this.drawn.get(content);
    if (known) return known;
    const { modules } = QRCode.create(content, { errorCorrectionLevel: "M" });
    const image = pngOf({
      size: modules.size,
      isDark: (row, column) => modules.get(row, column) === 1,
    }).toString("base64");
    for (const oldest of this.drawn.keys()) {
      if (this.drawn.size < cacheMax) break;
      this.drawn.delete(oldest);
    }
    this.drawn.set(content, image);
    return image;
  }
}
