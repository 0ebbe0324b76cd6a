// The ground, unpacked: corners, the path of every innermost area, borders of the levels above, who lies under a point.
// No drawing and no state.
import type { Ground } from "../data";

export interface Land {
  ground: Ground;
  /** x and y of every corner in metres, north up. */
  corners: Float64Array;
  /** The box around everything. */
  box: { x0: number; y0: number; x1: number; y1: number };
  /** Path of each innermost area. */
  paths: Path2D[];
  outline: Path2D;
  centres: [number, number][];
  /** Boxes of the innermost areas, four numbers each. */
  boxes: Float64Array;
}

export function unpack(steps: number[]): Float64Array {
  const out = new Float64Array(steps.length);
  let [x, y] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    out[i] = x += steps[i]!;
    out[i + 1] = y += steps[i + 1]!;
  }
  return out;
}

export function land(ground: Ground): Land | null {
  if (ground.rings.length === 0) return null;
  const corners = unpack(ground.corners);
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (let i = 0; i < corners.length; i += 2) {
    box.x0 = Math.min(box.x0, corners[i]!);
    box.x1 = Math.max(box.x1, corners[i]!);
    box.y0 = Math.min(box.y0, corners[i + 1]!);
    box.y1 = Math.max(box.y1, corners[i + 1]!);
  }
  const boxes = new Float64Array(ground.rings.length * 4);
  const paths = ground.rings.map((ring, leaf) => {
    const path = new Path2D();
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    ring.forEach((corner, i) => {
      const [x, y] = [corners[2 * corner]!, corners[2 * corner + 1]!];
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
      [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
    });
    path.closePath();
    boxes.set([x0, y0, x1, y1], leaf * 4);
    return path;
  });
  const outline = new Path2D();
  for (let i = 0; i < ground.outline.length; i += 2) outline.lineTo(ground.outline[i]!, ground.outline[i + 1]!);
  if (ground.outline.length > 0) outline.closePath();
  const land: Land = { ground, corners, box, paths, outline, centres: [], boxes };
  if (ground.outline.length === 0) land.outline = borders(land, () => 0);
  const flat = unpack(ground.leaf.centres);
  land.centres = Array.from({ length: flat.length / 2 }, (_, i): [number, number] => [flat[2 * i]!, flat[2 * i + 1]!]);
  return land;
}

/** The corners at both ends of each piece of border between the cells that `cellOf` tells, and around all; or around the cell `only`. */
export function edges(land: Land, cellOf: (leaf: number) => number, only?: number): [number, number][] {
  const pieces = new Map<string, { cell: number; a: number; b: number; inner: boolean }>();
  land.ground.rings.forEach((ring, leaf) => {
    const cell = cellOf(leaf);
    if (only !== undefined && cell !== only) return;
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]!;
      const key = a < b ? `${a},${b}` : `${b},${a}`;
      const known = pieces.get(key);
      if (known) known.inner = known.cell === cell;
      else pieces.set(key, { cell, a, b, inner: false });
    });
  });
  return [...pieces.values()].filter((piece) => !piece.inner).map(({ a, b }) => [a, b]);
}

/** The same as a path. */
export function borders(land: Land, cellOf: (leaf: number) => number, only?: number): Path2D {
  const path = new Path2D();
  for (const [a, b] of edges(land, cellOf, only)) {
    path.moveTo(land.corners[2 * a]!, land.corners[2 * a + 1]!);
    path.lineTo(land.corners[2 * b]!, land.corners[2 * b + 1]!);
  }
  return path;
}

/** The innermost area at a point in metres, or -1. */
export function leafAt(land: Land, x: number, y: number): number {
  for (let leaf = 0; leaf < land.ground.rings.length; leaf++) {
    const at = leaf * 4;
    if (x < land.boxes[at]! || y < land.boxes[at + 1]! || x > land.boxes[at + 2]! || y > land.boxes[at + 3]!) continue;
    if (inside(land, land.ground.rings[leaf]!, x, y)) return leaf;
  }
  return -1;
}

function inside(land: Land, ring: number[], x: number, y: number): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = [land.corners[2 * ring[i]!]!, land.corners[2 * ring[i]! + 1]!];
    const [xj, yj] = [land.corners[2 * ring[j]!]!, land.corners[2 * ring[j]! + 1]!];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}
