/** A page of its own beside the console: its editor is too large to be a part of it. */
export const graphiqlPath = "/graphiql";
