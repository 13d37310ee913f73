/**
 * What the address will say, between a change and the moment it is drawn: of two changes in one handler, the second starts
 * from the first's. One for all who read the address, for they change parts of the same.
 */
export class AddressChanges {
  private ahead: { drawn: string; next: URLSearchParams } | null = null;

  /** @param later runs when the handler is over. By then the change is drawn, or never will be. */
  constructor(private readonly later: (work: () => void) => void) {}

  /** The address after this change, and the ones before it. @param drawn as it was drawn last */
  after(drawn: URLSearchParams, write: (now: URLSearchParams) => URLSearchParams): URLSearchParams {
    const base = this.ahead?.drawn === drawn.toString() ? this.ahead.next : drawn;
    const ahead = { drawn: drawn.toString(), next: write(base) };
    this.ahead = ahead;
    this.later(() => {
      if (this.ahead === ahead) this.ahead = null;
    });
    return ahead.next;
  }
}
