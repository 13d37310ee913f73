/** One file on its way in. */
export interface UploadTask {
  key: string;
  file: File;
  folder: string;
  status: "WAITING" | "SENDING" | "DONE" | "FAILED" | "CANCELLED";
  sent: number;
  error: unknown;
}

export type Send = (
  task: UploadTask,
  signal: AbortSignal,
  onProgress: (sent: number) => void,
) => Promise<void>;

const atOnce = 3;

/** Files that are being brought, a few at a time. Lives beside React: a page that redraws loses none. */
export class Uploads {
  private list: readonly UploadTask[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly aborts = new Map<string, AbortController>();

  constructor(private readonly send: Send) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly tasks = (): readonly UploadTask[] => this.list;

  add(files: readonly File[], folder: string): void {
    const fresh = files.map((file): UploadTask => ({
      key: crypto.randomUUID(),
      file,
      folder,
      status: "WAITING",
      sent: 0,
      error: null,
    }));
    this.replace([...this.list, ...fresh]);
    this.begin();
  }

  cancel(key: string): void {
    this.aborts.get(key)?.abort();
    this.change(key, (task) => (isOver(task) ? {} : { status: "CANCELLED" }));
    this.begin();
  }

  retry(key: string): void {
    this.change(key, () => ({ status: "WAITING", sent: 0, error: null }));
    this.begin();
  }

  /** Takes those that are over off the list. */
  clear(): void {
    this.replace(this.list.filter((task) => !isOver(task)));
  }

  stop(): void {
    for (const abort of this.aborts.values()) abort.abort();
  }

  private begin(): void {
    const free = atOnce - this.list.filter(({ status }) => status === "SENDING").length;
    const next = this.list.filter(({ status }) => status === "WAITING").slice(0, Math.max(free, 0));
    for (const task of next) void this.run(task);
  }

  private async run(task: UploadTask): Promise<void> {
    const { key } = task;
    const abort = new AbortController();
    this.aborts.set(key, abort);
    this.change(key, () => ({ status: "SENDING" }));
    try {
      await this.send(task, abort.signal, (sent) => this.change(key, () => ({ sent })));
      this.change(key, () => ({ status: "DONE", sent: task.file.size }));
    } catch (error) {
      this.change(key, ({ status }) => (status === "CANCELLED" ? {} : { status: "FAILED", error }));
    } finally {
      this.aborts.delete(key);
      this.begin();
    }
  }

  private change(key: string, how: (task: UploadTask) => Partial<UploadTask>): void {
    this.replace(this.list.map((task) => (task.key === key ? { ...task, ...how(task) } : task)));
  }

  private replace(list: readonly UploadTask[]): void {
    this.list = list;
    for (const listener of this.listeners) listener();
  }
}

export function isOver({ status }: UploadTask): boolean {
  return status === "DONE" || status === "FAILED" || status === "CANCELLED";
}
