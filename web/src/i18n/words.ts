/**
 * The same keys, other words. Plural forms differ by language ("_one" does not exist in Chinese),
 * so a translation may leave singular forms out; every other key must be there.
 */
export type Words<Source> = {
  [Key in keyof Source as Key extends `${string}_one` ? never : Key]: Source[Key] extends string
    ? string
    : Words<Source[Key]>;
};
