// Holds the code to its list of crash points: whatever writes to the catalogue, the disk or the network for an upload
// is followed by a checkpoint, so that the crash suite stops there too.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sideEffects } from '../../src/main/engine/ports.ts'

const engineFolder = fileURLToPath(new URL('../../src/main/engine/', import.meta.url))
const files = readdirSync(engineFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, lines: readFileSync(`${engineFolder}${name}`, 'utf8').split('\n') }))

/** What changes the world, and where; each call has its checkpoint within the next lines. */
const writes: readonly { call: RegExp; within: number }[] = [
  { call: /\brecorder\.record\(/, within: 5 },
  { call: /\bcatalog\.applyWalk\(/, within: 2 },
  { call: /\brenditions\.keep\(/, within: 2 },
  { call: /\bpreparer\.discard\(/, within: 2 },
  { call: /await writeBackup\(/, within: 2 },
  { call: /\bphotos\.sendBytes\(/, within: 35 },
  { call: /\bphotos\.create\(/, within: 12 },
]

describe('the crash points', () => {
  it('are all in the code, and no other', () => {
    const named = files.flatMap(({ lines }) =>
      lines.flatMap((line) => /\bcheckpoint\('([a-z-]+)'\)/.exec(line)?.[1] ?? []),
    )
    expect([...new Set(named)].sort()).toEqual([...sideEffects].sort())
  })

  for (const { call, within } of writes) {
    it(`follow every ${call.source}`, () => {
      const calls = files.flatMap(({ name, lines }) =>
        lines.flatMap((line, index) => (call.test(line) ? [{ name, lines, index }] : [])),
      )
      expect(calls.length).toBeGreaterThan(0)
      const bare = calls
        .filter(({ lines, index }) => {
          const after = lines.slice(index, index + within + 1)
          return !after.some((line) => line.includes('checkpoint('))
        })
        .map(({ name, index }) => `${name}:${index + 1}`)
      expect(bare).toEqual([])
    })
  }
})
