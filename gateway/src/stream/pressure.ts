import type { GatewaySettings } from "../settings.ts";
import type { Outlet } from "./outlet.ts";

/** A connection's outgoing side. */
export interface Line {
  /** What was written to it and is not yet with the network, in bytes. */
  readonly bufferedBytes: number;
  /** Whether it will say when it has drained. */
  readonly needsDrain: boolean;
  /** Ends the connection because its client does not keep up; it may come back. */
  breakOff(): void;
}

/** How much waits for one client, in its connection and in the outlets of all its operations; bounded. */
export class Pressure {
  private heldBytes = 0;
  private readonly awaiting = new Set<Outlet>();
  private readonly softBytes: number;

  constructor(
    private readonly line: Line,
    private readonly limits: Pick<GatewaySettings["streams"], "bufferSoftBytes" | "bufferBytesMax">,
  ) {
    this.softBytes = Math.min(limits.bufferSoftBytes, limits.bufferBytesMax);
  }

  /** Whether what can wait should. */
  get isHigh(): boolean {
    return this.line.bufferedBytes > this.softBytes && this.line.needsDrain;
  }

  /** Whether more waits than may. */
  get isOver(): boolean {
    return this.line.bufferedBytes + this.heldBytes > this.limits.bufferBytesMax;
  }

  /** The outlet is told when the line has drained. */
  await(outlet: Outlet): void {
    this.awaiting.add(outlet);
  }

  forget(outlet: Outlet): void {
    this.awaiting.delete(outlet);
  }

  take(bytes: number): void {
    this.heldBytes += bytes;
    if (this.isOver) this.line.breakOff();
  }

  give(bytes: number): void {
    this.heldBytes -= bytes;
  }

  drained(): void {
    for (const outlet of this.awaiting) {
      if (this.isHigh) return;
      // Whoever cannot write all of it now asks again, behind the others.
      this.awaiting.delete(outlet);
      outlet.drained();
    }
  }
}
