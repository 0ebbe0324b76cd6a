// A drawing as a file of its own: with its title, what it means, its legend, and what it was drawn from.
import { FAINT, INK } from "../colour";
import { widthOf } from "../format";

const MARGIN = 14;

interface Key { label: string; colour: string; dash: boolean; hatched: boolean }

const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** An SVG file of `drawn`, elements as text, with its title and what `around` it says: notes and a legend. */
export function picture(title: string, around: Element, drawn: string, width: number, height: number): string {
  const parts: string[] = [];
  const wide = Math.max(width, 360);
  let y = MARGIN;
  const write = (text: string, size: number, style: string) => {
    for (const line of wrapped(text, (wide * 11) / size)) {
      y += size * 1.35;
      parts.push(`<text x="${MARGIN}" y="${y.toFixed(1)}" font-size="${size}" ${style}>${escaped(line)}</text>`);
    }
  };
  write(title, 15, `font-weight="600" fill="${INK}"`);
  write(around.querySelector("figcaption .note")?.textContent ?? "", 11.5, `fill="${FAINT}"`);
  let x = 0;
  const keys = keysOf(around);
  if (keys.length > 0) y += 20;
  for (const { label, colour, dash, hatched } of keys) {
    const room = 20 + widthOf(label) + 16;
    if (x > 0 && x + room > wide) [x, y] = [0, y + 17];
    const left = MARGIN + x;
    if (dash) parts.push(`<line x1="${left}" x2="${left + 15}" y1="${y - 4}" y2="${y - 4}" stroke="${colour}" stroke-width="2" stroke-dasharray="4 3"/>`);
    else parts.push(`<rect x="${left}" y="${y - 9}" width="15" height="10" fill="${hatched ? "url(#hatched)" : colour}" stroke="#888" stroke-opacity="0.5"/>`);
    parts.push(`<text x="${left + 20}" y="${y}" font-size="11" fill="${INK}">${escaped(label)}</text>`);
    x += room;
  }
  y += 10;
  parts.push(`<g transform="translate(${MARGIN} ${y})">${drawn}</g>`);
  y += height + 4;
  const of = around.closest("[data-of]")?.getAttribute("data-of");
  write(of ? `${of} – gridgov` : document.title, 10, `fill="${FAINT}"`);
  const size = [wide + 2 * MARGIN, Math.ceil(y + MARGIN)];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size[0]} ${size[1]}" font-family="sans-serif">`
    + `<defs>${HATCHED}</defs><rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>`;
}

const HATCHED = '<pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="#28323c" stroke-opacity="0.6" stroke-width="2"/></pattern>';

/** The legends in an element, as they are shown. */
function keysOf(around: Element): Key[] {
  return [...around.querySelectorAll(".legend li, .scale > .class")].map((entry) => {
    const swatch = entry.querySelector("span, i")!;
    const style = getComputedStyle(swatch);
    const [dash, hatched] = [swatch.classList.contains("dash"), swatch.classList.contains("hatched")];
    return { label: entry.textContent?.trim() ?? "", colour: dash ? style.borderTopColor : style.backgroundColor, dash, hatched };
  });
}

/** Lines of at most so many pixels at 11 pixels; Chinese breaks between any two characters. */
function wrapped(text: string, pixels: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*/g) ?? []) {
    if (line && widthOf(line + word.trimEnd()) > pixels) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
  }
  return line ? [...lines, line] : lines;
}
