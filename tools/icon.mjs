// Draws media/icon.png, a tensor as a stack of three grids: `node tools/icon.mjs`.
import { mkdirSync, writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const size = 128;
/** Points a pixel in each direction, averaged for smooth edges. */
const samples = 4;

const background = [26, 32, 54];
/** Back to front. */
const sheets = [
  { x: 46, y: 20, colour: [64, 96, 190] },
  { x: 33, y: 33, colour: [84, 150, 226] },
  { x: 20, y: 46, colour: [126, 214, 232] },
];
const side = 62;
const cells = 3;

const insideRounded = (x, y, left, top, width, radius) => {
  const dx = Math.max(left + radius - x, x - (left + width - radius), 0);
  const dy = Math.max(top + radius - y, y - (top + width - radius), 0);
  return dx * dx + dy * dy <= radius * radius;
};

/** Red, green, blue, alpha at a point. */
function colourAt(x, y) {
  if (!insideRounded(x, y, 0, 0, size, 26)) return [0, 0, 0, 0];
  let colour = background;
  for (const sheet of sheets) {
    if (!insideRounded(x, y, sheet.x - 3, sheet.y - 3, side + 6, 10)) continue;
    colour = background;
    const [u, v] = [x - sheet.x, y - sheet.y];
    const cell = side / cells;
    const [column, row] = [Math.floor(u / cell), Math.floor(v / cell)];
    if (column < 0 || row < 0 || column >= cells || row >= cells) continue;
    if (insideRounded(u, v, column * cell + 1.5, row * cell + 1.5, cell - 3, 3.5)) colour = sheet.colour;
  }
  return [...colour, 255];
}

function pixel(px, py) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < samples * samples; i++) {
    const [r, g, b, a] = colourAt(px + ((i % samples) + 0.5) / samples, py + (Math.floor(i / samples) + 0.5) / samples);
    sum[0] += r * a;
    sum[1] += g * a;
    sum[2] += b * a;
    sum[3] += a;
  }
  const alpha = sum[3] / (samples * samples);
  return [...sum.slice(0, 3).map((each) => (sum[3] === 0 ? 0 : each / sum[3])), alpha].map(Math.round);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
// Eight bits a channel, red green blue alpha.
header.set([8, 6, 0, 0, 0], 8);

const rows = Array.from({ length: size }, (_, y) => [0, ...Array.from({ length: size }, (_, x) => pixel(x, y)).flat()]);
mkdirSync(new URL("../media/", import.meta.url), { recursive: true });
writeFileSync(
  new URL("../media/icon.png", import.meta.url),
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]),
);
