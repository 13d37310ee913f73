import type { AccountStatus } from "../../gql/graphql.ts";

interface Place {
  x: number;
  y: number;
}

export interface MachineLayout {
  width: number;
  height: number;
  node: { width: number; height: number };
  places: Readonly<Record<AccountStatus, Place>>;
}

/** The life of an account from left to right: the way up on one line, the way down and back below it. */
export const wideLayout: MachineLayout = {
  width: 1000,
  height: 236,
  node: { width: 132, height: 40 },
  places: {
    CREATED: { x: 70, y: 64 },
    INITIALIZING: { x: 242, y: 64 },
    WAITING_QR: { x: 414, y: 64 },
    WAITING_CONFIRM: { x: 586, y: 64 },
    VERIFYING: { x: 758, y: 64 },
    ONLINE: { x: 930, y: 64 },
    OFFLINE: { x: 414, y: 198 },
    RECOVERING: { x: 758, y: 198 },
    ERROR: { x: 930, y: 198 },
  },
};

/** The same from top to bottom, for a phone. */
export const tallLayout: MachineLayout = {
  width: 340,
  height: 420,
  node: { width: 132, height: 40 },
  places: {
    CREATED: { x: 74, y: 26 },
    INITIALIZING: { x: 74, y: 98 },
    WAITING_QR: { x: 74, y: 170 },
    WAITING_CONFIRM: { x: 74, y: 242 },
    VERIFYING: { x: 74, y: 314 },
    ONLINE: { x: 74, y: 392 },
    OFFLINE: { x: 266, y: 134 },
    RECOVERING: { x: 266, y: 314 },
    ERROR: { x: 266, y: 392 },
  },
};

/** Every step an account can take, as wecom's table has it. `bend` keeps a step from crossing a state on its way. */
export const machineEdges: readonly { from: AccountStatus; to: AccountStatus; bend?: number }[] = [
  { from: "CREATED", to: "INITIALIZING" },
  { from: "INITIALIZING", to: "WAITING_QR" },
  { from: "WAITING_QR", to: "WAITING_CONFIRM" },
  { from: "WAITING_CONFIRM", to: "VERIFYING" },
  { from: "WAITING_CONFIRM", to: "ONLINE", bend: -1 },
  { from: "VERIFYING", to: "ONLINE" },
  { from: "WAITING_QR", to: "OFFLINE" },
  { from: "WAITING_CONFIRM", to: "OFFLINE" },
  { from: "VERIFYING", to: "OFFLINE" },
  { from: "ONLINE", to: "OFFLINE" },
  { from: "ONLINE", to: "ERROR" },
  { from: "ERROR", to: "RECOVERING" },
  { from: "RECOVERING", to: "ONLINE" },
  { from: "RECOVERING", to: "OFFLINE" },
  { from: "OFFLINE", to: "INITIALIZING" },
];

export interface Line {
  path: string;
  from: Place;
  to: Place;
}

/** An arrow between two states, from border to border. */
export function lineBetween(layout: MachineLayout, from: AccountStatus, to: AccountStatus, bend = 0): Line {
  const start = layout.places[from];
  const end = layout.places[to];
  if (bend !== 0) return bentLine(layout, start, end, bend);
  const first = borderPoint(layout.node, start, end, 2);
  const last = borderPoint(layout.node, end, start, 6);
  return { path: `M${text(first)} L${text(last)}`, from: first, to: last };
}

/** A curve over (or beside) the states between; it leaves and arrives at the borders that face it. */
function bentLine({ node, width, height }: MachineLayout, start: Place, end: Place, bend: number): Line {
  const upright = width < height;
  const first = upright
    ? { x: start.x - (node.width / 2) * -bend, y: start.y + 6 }
    : { x: start.x + 24, y: start.y + (node.height / 2) * bend };
  const last = upright
    ? { x: end.x - (node.width / 2) * -bend, y: end.y - 6 }
    : { x: end.x - 24, y: end.y + (node.height / 2 + 4) * bend };
  const reach = 40 * bend;
  const control = upright
    ? `${first.x + reach / 2} ${first.y} ${last.x + reach / 2} ${last.y}`
    : `${first.x} ${first.y + reach} ${last.x} ${last.y + reach}`;
  return { path: `M${text(first)} C${control} ${text(last)}`, from: first, to: last };
}

/** Where the line from the middle of one box towards another leaves the box, and a little further. */
export function borderPoint(
  box: { width: number; height: number },
  centre: Place,
  towards: Place,
  gap: number,
): Place {
  const dx = towards.x - centre.x;
  const dy = towards.y - centre.y;
  const length = Math.hypot(dx, dy) || 1;
  const byWidth = dx === 0 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx);
  const byHeight = dy === 0 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy);
  const share = Math.min(byWidth, byHeight) + gap / length;
  return { x: centre.x + dx * share, y: centre.y + dy * share };
}

function text({ x, y }: Place): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
