/**
 * How Node runs a program of this repository. With a young generation that holds what is under way, less of it is
 * copied and kept: a gateway under load takes 5 % less processor time.
 */
export const nodeArgs = ["--max-semi-space-size=64", "--import", "@oxc-node/core/register"];
