import type { QrImages } from "../qrImage.ts";
import type { Instance } from "./instance.ts";
import { avatarOf } from "./people.ts";

/** Turns what the simulator knows into what the protocol tells. */
export class InstanceView {
  constructor(
    private readonly images: QrImages,
    private readonly publicUrl: () => string,
  ) {}

  full(instance: Instance): Record<string, unknown> {
    const { login, state } = instance;
    const isShowingQr = login && (state === "waiting_scan" || state === "waiting_confirm");
    if (!isShowingQr) return this.brief(instance);
    const content = this.phoneUrl(login.token);
    const { token, expiresAt } = login;
    const imagePng = this.images.base64(content);
    return { ...this.brief(instance), qr: { token, content, imagePng, expiresAt: iso(expiresAt) } };
  }

  /** As in lists: without the QR code. */
  brief(instance: Instance): Record<string, unknown> {
    const { guid, name, state, reason, seq, login, user, device } = instance;
    return {
      guid,
      name,
      state,
      reason,
      seq,
      recoverable: instance.session,
      verification:
        state === "verify_required" && login
          ? { attemptsLeft: login.attemptsLeft, expiresAt: iso(login.expiresAt) }
          : undefined,
      scannedBy: login?.scannedBy?.name,
      user: user && { ...user, avatarUrl: avatarOf(user) },
      device,
    };
  }

  heartbeat({ state, reason, seq, session }: Instance, now: number): Record<string, unknown> {
    return { state, reason, seq, recoverable: session, serverTime: iso(now) };
  }

  phoneUrl(token: string): string {
    return `${this.publicUrl()}/phone/${token}`;
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
