import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

type Answer = (argument: never) => unknown;

/** In the child: answers what the parent asks, one question after the other. */
export function answers(questions: Readonly<Record<string, Answer>>): void {
  process.on("message", ({ id, question, argument }: { id: number; question: string; argument: never }) => {
    void (async () => {
      process.send?.({ id, answer: await questions[question]?.(argument) });
    })();
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.({ id: 0 });
}

/** A program of this folder in a process of its own. */
export class Child {
  private constructor(private readonly process: ChildProcess) {}
  private asked = 0;

  static async start(program: string, args: readonly string[] = []): Promise<Child> {
    const child = fork(fileURLToPath(new URL(program, import.meta.url)), args);
    await new Promise((resolve, reject) => {
      child.once("message", resolve);
      child.once("exit", (code) => reject(new Error(`${program} ended with ${code}.`)));
    });
    return new Child(child);
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  ask<T>(question: string, argument?: unknown): Promise<T> {
    const id = (this.asked += 1);
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`It ended with ${code}.`));
      const onMessage = (message: { id: number; answer: T }) => {
        if (message.id !== id) return;
        this.process.off("message", onMessage);
        this.process.off("exit", onExit);
        resolve(message.answer);
      };
      this.process.on("message", onMessage);
      this.process.once("exit", onExit);
      this.process.send({ id, question, argument });
    });
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
  }
}
