/** So many different requests there are; a run makes many times more. */
export const offsets = 2_000;

export const query = `query Products($from: Int!, $first: Int!, $each: Int!) {
  products(from: $from, first: $first) {
    id name price
    reviews(first: $each) { id body stars author { id name city } }
  }
}`;

export const variablesFor = (from: number) => ({ from, first: 5, each: 3 });

export const tokenFor = (connection: number) => `wg_bench-${connection}`;
