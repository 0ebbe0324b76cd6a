// The map as the text of an svg element: the whole city as it is coloured, with its borders and stations.
import { EMPTY, INK } from "../colour";
import type { Fill } from "./canvas";
import { type Land, edges } from "./ground";

export interface Station { x: number; y: number; /** How many crews; null where stations are not shown. */ crews: number | null; /** Metres within reach, where that is shown. */ reach: number | null }

const WIDTH = 900;

export function mapPicture(land: Land, fill: Fill, cellOf: (leaf: number) => number, stations: Station[]): { drawn: string; width: number; height: number } {
  const { x0, x1, y0, y1 } = land.box;
  const scale = WIDTH / (x1 - x0);
  const height = (y1 - y0) * scale;
  const place = (x: number, y: number) => `${((x - x0) * scale).toFixed(1)} ${((y1 - y) * scale).toFixed(1)}`;
  const corner = (at: number) => place(land.corners[2 * at]!, land.corners[2 * at + 1]!);
  const ring = (leaf: number) => `M${land.ground.rings[leaf]!.map(corner).join("L")}Z`;
  const lines = (of: (leaf: number) => number) => edges(land, of).map(([a, b]) => `M${corner(a)}L${corner(b)}`).join("");
  const areas = new Map<number, string[]>();
  const hatched: string[] = [];
  fill.classOf.forEach((cls, leaf) => {
    areas.set(cls, [...(areas.get(cls) ?? []), ring(leaf)]);
    if (fill.hatched?.[leaf]) hatched.push(ring(leaf));
  });
  const colour = (cls: number) => (cls < 0 ? EMPTY : fill.colours[cls]!);
  const parts = [...areas].map(([cls, rings]) => `<path d="${rings.join("")}" fill="${colour(cls)}" stroke="${colour(cls)}" stroke-width="0.7"/>`);
  if (hatched.length > 0) parts.push(`<path d="${hatched.join("")}" fill="url(#hatched)"/>`);
  parts.push(`<path d="${lines(cellOf)}" fill="none" stroke="${INK}" stroke-opacity="0.45" stroke-width="0.7"/>`);
  parts.push(`<path d="${lines(() => 0)}" fill="none" stroke="${INK}" stroke-width="1.4"/>`);
  for (const { x, y, crews, reach } of stations) {
    const [px, py] = place(x, y).split(" ").map(Number) as [number, number];
    if (reach !== null) parts.push(`<circle cx="${px}" cy="${py}" r="${(reach * scale).toFixed(1)}" fill="none" stroke="#004678" stroke-dasharray="4 3"/>`);
    if (crews === null) continue;
    const side = crews === 0 ? 6 : crews < 10 ? 13 : 18;
    parts.push(`<rect x="${px - side / 2}" y="${py - side / 2}" width="${side}" height="${side}" fill="#fff" stroke="${INK}" stroke-width="1.5"/>`);
    if (crews > 0) parts.push(`<text x="${px}" y="${py + 3.5}" font-size="10" text-anchor="middle" fill="${INK}">${crews}</text>`);
  }
  const metres = [100, 200, 500, 1_000, 2_000, 5_000, 10_000].find((m) => m * scale > 60) ?? 20_000;
  const [long, low] = [metres * scale, height - 6];
  parts.push(`<path d="M4 ${low - 6}V${low}H${4 + long}V${low - 6}" fill="none" stroke="${INK}" stroke-width="1.5"/>`);
  parts.push(`<text x="8" y="${low - 5}" font-size="11" fill="${INK}">${metres < 1_000 ? `${metres} m` : `${metres / 1_000} km`}</text>`);
  return { drawn: parts.join(""), width: WIDTH, height };
}
