/** Asks to be called before the next picture is drawn, or soon where nothing is drawn. */
export type Schedule = (flush: () => void) => void;

/**
 * Collects what arrives and hands it over once per frame. A thousand events a second then cost
 * sixty updates of the screen, however they are spaced.
 */
export class FrameBuffer<Item> {
  private waiting: Item[] = [];
  private scheduled = false;

  constructor(
    private readonly deliver: (items: readonly Item[]) => void,
    private readonly schedule: Schedule = nextFrame,
  ) {}

  push(item: Item): void {
    this.waiting.push(item);
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => this.flush());
  }

  private flush(): void {
    const items = this.waiting;
    this.waiting = [];
    this.scheduled = false;
    if (items.length > 0) this.deliver(items);
  }
}

/** A hidden tab draws no frames: without the timer its buffer would grow until it is looked at again. */
function nextFrame(flush: () => void): void {
  if (document.hidden) setTimeout(flush, 250);
  else requestAnimationFrame(flush);
}
