import { expect, test } from "vitest";
import { ConversationStream, type ConversationChange } from "./conversationStream.ts";

test("of many changes of one conversation in a frame, listeners hear of the newest", () => {
  let flush = () => {};
  const stream = new ConversationStream((run) => (flush = run));
  const heard: ConversationChange[][] = [];
  const stop = stream.onBatch((changes) => heard.push([...changes]));
  const change = (conversationId: string, version: number) => ({
    conversationId,
    version,
    conversation: null,
  });
  stream.push(change("a", 2));
  stream.push(change("b", 1));
  stream.push(change("a", 1));
  flush();
  expect(heard).toEqual([[change("a", 2), change("b", 1)]]);
  stop();
  stream.push(change("a", 3));
  flush();
  expect(heard).toHaveLength(1);
});
