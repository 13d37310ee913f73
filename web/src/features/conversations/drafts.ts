/** What was begun and not sent, by conversation: kept while the console is open, and never written to disk. */
class Drafts {
  private readonly texts = new Map<string, string>();

  get(conversationId: string): string {
    return this.texts.get(conversationId) ?? "";
  }

  set(conversationId: string, text: string): void {
    if (text === "") this.texts.delete(conversationId);
    else this.texts.set(conversationId, text);
  }
}

export const drafts = new Drafts();
