/** Subgraphs that use about everything of federation; what they know is made up by the World. */
export const shopGraph: Readonly<Record<string, string>> = {
  catalog: `
    type Query {
      products(first: Int = 3, kind: Kind): [Product!]!
      product(sku: String!): Product
      items: [Item]
      search(text: String = "x", among: [Kind!]): [Hit!]
      grid: [[Product!]]!
      cube(by: Filter): [[[Cell]!]]
      settings: Settings! @shareable
      version: String!
    }
    type Mutation {
      addProduct(name: String!, kind: Kind): Product!
      dropProduct(id: ID!): Product
      stamp(word: String!): String!
    }
    type Subscription { productChanged(id: ID): Product! }
    enum Kind { NEW USED RARE }
    enum Currency { EUR CNY }
    input Filter { text: String = "any", kinds: [Kind!], inner: Filter }
    scalar JSON
    type Cell @shareable { n: Int!, text(upper: Boolean = false): String }
    type Product @key(fields: "id") @key(fields: "sku maker { code }") {
      id: ID!
      sku: String!
      maker: Maker!
      name: String
      kind: Kind!
      price(currency: Currency = EUR, digits: Int): Float
      weight: Int
      size: Size
      parts: [[Part!]]
      tags: [String!]!
      related(first: Int = 2): [Product]
      owner: User
      extra: JSON
      query: Query!
    }
    type Part { name: String! count: Int }
    type Maker @shareable { code: String! country: String }
    type Size @shareable { h: Int! w: Int }
    interface Item @key(fields: "id") { id: ID! title: String! related: [Item] }
    type Book implements Item @key(fields: "id") {
      id: ID! title: String! related: [Item] pages: Int! author: User kind: Kind cells: [Cell!]
    }
    type Film implements Item @key(fields: "id") {
      id: ID! title: String! related: [Item] minutes: Float director: User! kind: String pages: String
    }
    union Hit = Product | Book | Film | User
    type User @key(fields: "id") { id: ID! }
    type Settings @shareable { theme: String flags: Flags! }
    type Flags @shareable { beta: Boolean }
  `,
  people: `
    type Query {
      me: User
      users(ids: [ID!], role: Role): [User]!
      settings: Settings! @shareable
      party: [Party]
    }
    type Mutation { promote(id: ID!, to: Role!): User!  retire(id: ID!): Query!  stampPeople(word: String!): String! }
    enum Role { STAFF ADMIN GUEST }
    type User @key(fields: "id") @key(fields: "email") {
      id: ID!
      email: String!
      name: String! @shareable
      boss: User
      friends(first: Int): [[User!]!]
      address: Address
      role: Role!
      favourite: Product
      favouriteItem: Item
    }
    interface Party { name: String! address: Address }
    type Company implements Party { name: String! address: Address staff(role: Role = STAFF): [User!] id: ID! }
    type Club implements Party { name: String! address: Address members: [User] motto: String }
    type Address @shareable { street: String city: City }
    type City @shareable { name: String! }
    type Settings @shareable { theme: String language: String! flags: Flags! }
    type Flags @shareable { beta: Boolean gamma(on: Boolean): Int }
    type Product @key(fields: "id", resolvable: false) { id: ID! }
    interface Item @key(fields: "id") { id: ID! mark: Int }
    type Book implements Item @key(fields: "id") { id: ID! mark: Int }
    type Film implements Item @key(fields: "id") { id: ID! mark: Int }
  `,
  stock: `
    type Query { warehouses: [Warehouse!] settings: Settings! @shareable }
    type Mutation { move(id: ID!, to: String = "A"): Product! }
    type Product @key(fields: "id") {
      id: ID!
      weight: Int @external
      size: Size @external
      parts: [[Part!]] @external
      name: String @external
      inStock: Boolean!
      shipping(fast: Boolean = false): Int! @requires(fields: "weight size { h w }")
      label: String @requires(fields: "name")
      packing: [String!] @requires(fields: "parts { name count }")
      warehouse: Warehouse!
    }
    type Part { name: String! @external count: Int @external }
    type Size @shareable { h: Int! w: Int }
    type Warehouse @key(fields: "id") { id: ID! products(first: Int): [Product!]! address: Address }
    type Address @shareable { street: String city: City }
    type City @shareable { name: String! }
    type Settings @shareable { theme: String stockDays: Int }
  `,
  reviews: `
    type Query { topItems(n: Int = 2): [Item!] latest(first: Int): [Review!]! }
    type Mutation { review(item: ID!, stars: Int!): Review stampReviews(word: String!): String! }
    type Review @key(fields: "id") {
      id: ID!
      body(short: Boolean): String
      stars: Int!
      author: User! @provides(fields: "name")
      writer: User
      subject: Item
      product: Product
      about: About
    }
    union About = Product | User
    type Item @interfaceObject @key(fields: "id") { id: ID! rating: Float! reviews(first: Int = 2): [Review!]! best: Review }
    type User @key(fields: "email") { email: String! name: String! @external reviews: [Review] }
    type Product @key(fields: "sku maker { code }") { sku: String! maker: Maker! reviews: [Review!]! score: Int }
    type Maker @shareable { code: String! }
  `,
  insight: `
    type Query { trends: [[Trend]!]! }
    type Trend { product: Product item: Item user: User! level: Level }
    enum Level { LOW HIGH }
    type Product @key(fields: "id") { id: ID! score: Int @external inStock: Boolean! @external rank: Int @requires(fields: "score inStock") }
    type Item @interfaceObject @key(fields: "id") { id: ID! rating: Float! @external grade: String @requires(fields: "rating") level: Level! }
    type User @key(fields: "id") { id: ID! name: String! @external role: Role! @external badge: String! @requires(fields: "name role") }
    enum Role { STAFF ADMIN GUEST }
  `,
};
