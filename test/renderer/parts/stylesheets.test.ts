// The rules that every style sheet of the window keeps: four-pixel grid, five sizes of type, one palette, calm motion.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Declaration = { file: string; name: string; value: string }

const renderer = join(import.meta.dirname, '../../../src/renderer')
const sheets = globSync('**/*.css', { cwd: renderer }).map((file) => ({
  file: basename(file),
  text: readFileSync(join(renderer, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''),
}))
const declarations: Declaration[] = sheets.flatMap(({ file, text }) =>
  [...text.matchAll(/([a-z-]+):\s*([^;{}]+);/g)].map(([, name = '', value = '']) => ({
    file,
    name,
    value: value.replace(/\s+/g, ' ').trim(),
  })),
)
const outsideTokens = declarations.filter(({ file }) => file !== 'tokens.css')
const broken = (name: RegExp, isGood: (value: string) => boolean): string[] =>
  outsideTokens
    .filter((one) => name.test(one.name) && !isGood(one.value))
    .map((one) => `${one.file}: ${one.name}: ${one.value}`)

describe('the style sheets', () => {
  it('are all read', () => {
    expect(sheets.length).toBeGreaterThan(15)
    expect(declarations.length).toBeGreaterThan(500)
  })

  it('give messages room of their own, so that they cover nothing', () => {
    const positions = declarations.filter(
      ({ file, name }) => file === 'notices.css' && name === 'position',
    )
    expect(positions).toEqual([])
    const app = sheets.find(({ file }) => file === 'app.css')?.text ?? ''
    // A row for them in each shape of the window: wide, alone, narrow.
    expect(app.match(/'(?:side )?notices' auto/g)).toHaveLength(3)
  })

  it('space things in steps of four pixels, hairlines of one or two apart', () => {
    const isOnGrid = (value: string): boolean =>
      [...value.matchAll(/-?([\d.]+)px/g)].every(([, size]) => {
        const pixels = Number(size)
        return pixels % 4 === 0 || pixels === 1 || pixels === 2
      })
    expect(broken(/^(gap|(padding|margin|inset)(-.+)?)$/, isOnGrid)).toEqual([])
  })

  it('set type in the five sizes alone', () => {
    expect(broken(/^font-size$/, (value) => /^(var\(--size-\d\d\)|100%)$/.test(value))).toEqual([])
    expect(broken(/^font$/, (value) => value === 'inherit' || value.includes('--size-'))).toEqual(
      [],
    )
  })

  it('take every colour from the palette', () => {
    const isNamed = (value: string): boolean => !/#[\da-f]{3,8}\b|\b(rgb|hsl|oklch)\(/i.test(value)
    expect(broken(/./, isNamed)).toEqual([])
  })

  it('move only as long as reduced motion lets them', () => {
    expect(broken(/^transition(-duration)?$/, (value) => !/\d(ms|s)\b/.test(value))).toEqual([])
    expect(broken(/^animation/, () => false)).toEqual([])
    const tokens = sheets.find(({ file }) => file === 'tokens.css')?.text ?? ''
    const reduced =
      /prefers-reduced-motion: reduce\) \{\s*:root \{([^}]*)\}/.exec(tokens)?.[1] ?? ''
    const paces = [...tokens.matchAll(/(--[a-z-]+):\s*\d+ms;/g)].map(([, name]) => name)
    expect(paces.length).toBeGreaterThan(0)
    for (const name of paces) expect(reduced).toContain(`${name}: 0ms`)
  })

  it('name sides by reading direction', () => {
    expect(broken(/^(padding|margin|border)?-?(left|right)(-.+)?$/, () => false)).toEqual([])
    expect(broken(/^text-align$/, (value) => !/left|right/.test(value))).toEqual([])
  })
})
