// Draws every icon from source.svg into png/, and icon.ico and icon.icns beside it: `node build/icons/draw.ts`. They are
// committed, so that a build needs no drawing.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { toIcns, toIco, type IconPicture } from './containers.ts'

const here = import.meta.dirname
const out = join(here, 'png')
const source = await readFile(join(here, 'source.svg'), 'utf8')
const symbols = source.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')

interface Layer {
  symbol: string
  colour: string
}

const draw = async (layers: readonly Layer[], view: number, side: number, file: string) => {
  const uses = layers.map(
    ({ symbol, colour }) =>
      `<use href="#${symbol}" width="${view}" height="${view}" color="${colour}"/>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${view} ${view}" width="${side}" height="${side}">${symbols}${uses.join('')}</svg>`
  await sharp(Buffer.from(svg))
    .png({ compressionLevel: 9, palette: side <= 48 })
    .toFile(join(out, file))
}

// Middle tones, readable on light and on dark panels; the state is told by its shape first.
const teal = '#1FA294'
const blue = '#3B8BF5'
const grey = '#8B929B'
const amber = '#EE9B0B'

const states: Record<string, { box: 'box' | 'hollow-box'; boxColour: string; badge: string }> = {
  complete: { box: 'box', boxColour: teal, badge: teal },
  scanning: { box: 'box', boxColour: teal, badge: blue },
  uploading: { box: 'box', boxColour: teal, badge: blue },
  paused: { box: 'box', boxColour: grey, badge: grey },
  waiting: { box: 'box', boxColour: teal, badge: grey },
  attention: { box: 'box', boxColour: teal, badge: amber },
  'signed-out': { box: 'hollow-box', boxColour: grey, badge: grey },
}

/** Windows picks the file for its scale by name; Linux takes the largest. */
const scales = [
  { suffix: '', side: 16 },
  { suffix: '@1.5x', side: 24 },
  { suffix: '@2x', side: 32 },
  { suffix: '@3x', side: 48 },
]
/** macOS colours template images by itself; only their alpha counts. */
const templateScales = [
  { suffix: 'Template', side: 16 },
  { suffix: 'Template@2x', side: 32 },
]

await rm(out, { recursive: true, force: true })
await mkdir(join(out, 'tray'), { recursive: true })
await draw([{ symbol: 'app', colour: teal }], 1024, 1024, 'icon.png')
for (const side of [16, 32, 48, 64, 128, 256, 512])
  await draw([{ symbol: 'app', colour: teal }], 1024, side, `${side}x${side}.png`)
for (const [state, { box, boxColour, badge }] of Object.entries(states)) {
  const coloured = [
    { symbol: box, colour: boxColour },
    { symbol: state, colour: badge },
  ]
  const black = coloured.map(({ symbol }) => ({ symbol, colour: '#000' }))
  for (const { suffix, side } of scales)
    await draw(coloured, 32, side, `tray/${state}${suffix}.png`)
  for (const { suffix, side } of templateScales)
    await draw(black, 32, side, `tray/${state}${suffix}.png`)
}

const pictures = async (sides: readonly number[]): Promise<IconPicture[]> =>
  Promise.all(
    sides.map(async (side) => {
      const name = side === 1024 ? 'icon.png' : `${side}x${side}.png`
      // Windows takes pictures of four full channels only.
      const png = await sharp(join(out, name)).ensureAlpha().png({ palette: false }).toBuffer()
      return { side, png }
    }),
  )
await writeFile(join(here, 'icon.ico'), toIco(await pictures([16, 32, 48, 64, 128, 256])))
await writeFile(join(here, 'icon.icns'), toIcns(await pictures([32, 64, 128, 256, 512, 1024])))
