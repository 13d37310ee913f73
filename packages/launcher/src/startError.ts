/** Why a start cannot go on, in words for the person at the keyboard: shown without a stack trace. */
export class StartError extends Error {
  override readonly name: string = "StartError";
}
