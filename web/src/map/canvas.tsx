// A map on a canvas: filled areas, borders, something on top; zoom, hover, click. It knows nothing of what it shows.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useWidth } from "../charts/frame";
import { EMPTY, INK } from "../colour";
import { useUi } from "../ui";
import { type Land, borders, leafAt } from "./ground";

/** What lies where: x right, y down, in pixels of the screen. */
export interface Place { (x: number, y: number): [number, number] }
export interface Overlay { (context: CanvasRenderingContext2D, place: Place, pixelsPerMetre: number): void }

export interface Fill {
  /** Class of each innermost area, -1 for none. */
  classOf: Int16Array;
  colours: string[];
  hatched?: Uint8Array;
}

interface Props {
  land: Land; label: string; fill: Fill | null;
  cellOf: (leaf: number) => number;
  hovered?: number | null; pinned?: number | null;
  onHover?: (cell: number | null, at: [number, number]) => void;
  onPin?: (cell: number | null) => void;
  overlay?: Overlay;
  /** Changes whenever the overlay draws something else. */
  tick?: number;
  tall?: number;
}

interface Camera { x: number; y: number; scale: number }

export function MapCanvas({ land, label, fill, cellOf, hovered = null, pinned = null, onHover, onPin, overlay, tick, tall }: Props) {
  const { t } = useUi();
  const [ref, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [camera, setCamera] = useState<Camera | null>(null);
  const aspect = (land.box.y1 - land.box.y0) / (land.box.x1 - land.box.x0);
  const height = tall ?? Math.round(Math.min(Math.max(width * aspect * 1.04, 260), 640));
  const fit = useMemo((): Camera => {
    const scale = Math.min(width / (land.box.x1 - land.box.x0), height / (land.box.y1 - land.box.y0)) * 0.97;
    return { x: (land.box.x0 + land.box.x1) / 2, y: (land.box.y0 + land.box.y1) / 2, scale };
  }, [land, width, height]);
  const view = camera ?? fit;
  const lines = useMemo(() => borders(land, cellOf), [land, cellOf]);
  const classes = useMemo(() => {
    if (!fill) return null;
    const paths = new Map<number, Path2D>();
    const hatched = new Path2D();
    fill.classOf.forEach((cls, leaf) => {
      if (!paths.has(cls)) paths.set(cls, new Path2D());
      paths.get(cls)!.addPath(land.paths[leaf]!);
      if (fill.hatched?.[leaf]) hatched.addPath(land.paths[leaf]!);
    });
    return { paths, hatched };
  }, [land, fill]);
  const outlineOf = (cell: number | null) => useMemo(() => {
    if (cell === null) return null;
    const area = new Path2D();
    land.paths.forEach((one, leaf) => { if (cellOf(leaf) === cell) area.addPath(one); });
    return { area, border: borders(land, (leaf) => (cellOf(leaf) === cell ? 1 : 0), 1) };
  }, [cell, land, cellOf]);
  const hoveredPath = outlineOf(hovered);
  const pinnedPath = outlineOf(pinned);

  const draw = () => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const dense = window.devicePixelRatio || 1;
    if (element.width !== Math.round(width * dense) || element.height !== Math.round(height * dense)) {
      element.width = Math.round(width * dense);
      element.height = Math.round(height * dense);
    }
    const k = view.scale * dense;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, element.width, element.height);
    const ground = () => context.setTransform(k, 0, 0, -k, (width / 2) * dense - view.x * k, (height / 2) * dense + view.y * k);
    ground();
    if (classes && fill) {
      for (const [cls, path] of classes.paths) {
        const colour = cls < 0 ? EMPTY : fill.colours[cls]!;
        context.fillStyle = context.strokeStyle = colour;
        context.lineWidth = 0.7 / view.scale;
        context.fill(path);
        context.stroke(path);
      }
      context.save();
      context.clip(classes.hatched);
      context.setTransform(dense, 0, 0, dense, 0, 0);
      context.strokeStyle = "rgba(40,50,60,.55)";
      context.lineWidth = 1;
      if (fill.hatched?.some((h) => h)) {
        context.beginPath();
        for (let x = -height; x < width; x += 6) { context.moveTo(x, height); context.lineTo(x + height, 0); }
        context.stroke();
      }
      context.restore();
      ground();
    } else {
      context.fillStyle = "#f3f1ea";
      for (const path of land.paths) context.fill(path);
    }
    context.strokeStyle = fill ? "rgba(30,40,50,.45)" : "rgba(30,40,50,.25)";
    context.lineWidth = 0.7 / view.scale;
    context.stroke(lines);
    context.strokeStyle = INK;
    context.lineWidth = 1.4 / view.scale;
    context.stroke(land.outline);
    for (const [path, colour, wide] of [[pinnedPath, "#000", 3], [hoveredPath, "#0072B2", 2]] as const) {
      if (!path) continue;
      context.strokeStyle = colour;
      context.lineWidth = wide / view.scale;
      context.stroke(path.border);
      context.fillStyle = "rgba(0,114,178,.18)";
      context.fill(path.area);
    }
    context.setTransform(dense, 0, 0, dense, 0, 0);
    overlay?.(context, (x, y) => [(x - view.x) * view.scale + width / 2, height / 2 - (y - view.y) * view.scale], view.scale);
    ruler(context, view.scale, height);
  };
  useEffect(draw, [classes, lines, view, width, height, hoveredPath, pinnedPath, overlay, tick]);

  const toGround = (event: MouseEvent): [number, number] => {
    const box = canvas.current!.getBoundingClientRect();
    return [(event.clientX - box.left - width / 2) / view.scale + view.x, (height / 2 - (event.clientY - box.top)) / view.scale + view.y];
  };
  const zoom = (by: number, at?: [number, number]) => {
    const scale = Math.min(Math.max(view.scale * by, fit.scale * 0.8), fit.scale * 60);
    const k = view.scale / scale;
    const [cx, cy] = at ?? [view.x, view.y];
    setCamera({ scale, x: cx + (view.x - cx) * k, y: cy + (view.y - cy) * k });
  };
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const hover = (event: MouseEvent) => {
    const leaf = leafAt(land, ...toGround(event));
    const box = canvas.current!.getBoundingClientRect();
    onHover?.(leaf < 0 ? null : cellOf(leaf), [event.clientX - box.left, event.clientY - box.top]);
  };
  useEffect(() => {
    const element = canvas.current;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), toGround(event));
    };
    element?.addEventListener("wheel", wheel, { passive: false });
    return () => element?.removeEventListener("wheel", wheel);
  });
  const key = (event: KeyboardEvent) => {
    const step = 60 / view.scale;
    const moves: Record<string, () => void> = {
      "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), "0": () => setCamera(null),
      ArrowLeft: () => setCamera({ ...view, x: view.x - step }), ArrowRight: () => setCamera({ ...view, x: view.x + step }),
      ArrowUp: () => setCamera({ ...view, y: view.y + step }), ArrowDown: () => setCamera({ ...view, y: view.y - step }),
      Escape: () => onPin?.(null),
    };
    const move = moves[event.key];
    if (move) { event.preventDefault(); move(); }
  };
  return (
    <div ref={ref} class="map">
      <canvas ref={canvas} style={{ width: `${width}px`, height: `${height}px` }} tabIndex={0} role="img" aria-label={label}
        onKeyDown={key}
        onPointerDown={(e) => { drag.current = { x: e.clientX, y: e.clientY, moved: false }; }}
        onPointerMove={(e) => {
          const from = drag.current;
          if (!from) return hover(e);
          if (!camera && e.pointerType === "touch") return;
          if (Math.hypot(e.clientX - from.x, e.clientY - from.y) > 4) from.moved = true;
          if (!from.moved) return;
          canvas.current!.setPointerCapture(e.pointerId);
          setCamera({ ...view, x: view.x - (e.clientX - from.x) / view.scale, y: view.y + (e.clientY - from.y) / view.scale });
          drag.current = { x: e.clientX, y: e.clientY, moved: true };
        }}
        onPointerUp={(e) => {
          const moved = drag.current?.moved;
          drag.current = null;
          if (moved) return;
          const leaf = leafAt(land, ...toGround(e));
          onPin?.(leaf < 0 ? null : cellOf(leaf));
        }}
        onPointerLeave={() => { drag.current = null; onHover?.(null, [0, 0]); }}
        onDblClick={(e) => zoom(2, toGround(e))}
      />
      <div class="zoom">
        <button type="button" aria-label={t("zoom in", "放大")} onClick={() => zoom(1.6)}>+</button>
        <button type="button" aria-label={t("zoom out", "缩小")} onClick={() => zoom(1 / 1.6)}>−</button>
        <button type="button" aria-label={t("whole city", "全市")} onClick={() => setCamera(null)}>⤢</button>
      </div>
    </div>
  );
}

/** A ruler in the corner. */
function ruler(context: CanvasRenderingContext2D, scale: number, height: number): void {
  const metres = [100, 200, 500, 1_000, 2_000, 5_000, 10_000].find((m) => m * scale > 60) ?? 20_000;
  context.fillStyle = context.strokeStyle = INK;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(12, height - 18);
  context.lineTo(12, height - 12);
  context.lineTo(12 + metres * scale, height - 12);
  context.lineTo(12 + metres * scale, height - 18);
  context.stroke();
  context.font = "11px sans-serif";
  context.fillText(metres < 1_000 ? `${metres} m` : `${metres / 1_000} km`, 16, height - 17);
}
