// Whoever wants a catalogue that another has for a moment waits for its turn, and not for ever.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCatalog, openCatalogInTurn } from '../../../src/main/engine/catalog/index.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import { openOptions, tempFolder, testClock } from './catalog-builder.ts'

/** A catalogue that somebody has open, and someone who waits for it, with the clock in the test's hand. */
async function waiting() {
  const folder = tempFolder()
  const clock = testClock()
  const at = {
    path: join(folder, 'catalogue.sqlite'),
    backupFolder: join(folder, 'backups'),
    clock,
  }
  const holder = await openCatalog(openOptions(at))
  if (!holder.ok) throw new Error(holder.failure.kind)
  let isOver = false
  const opening = openCatalogInTurn(openOptions(at)).finally(() => (isOver = true))
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.pass(100)
      // The attempt that the delay began.
      await new Promise(setImmediate)
    }
  }
  await new Promise(setImmediate)
  return { holder: holder.value, opening, pass, isOver: () => isOver }
}

test('a catalogue that becomes free is opened', async () => {
  const { holder, opening, pass, isOver } = await waiting()
  await pass(2_000)
  expect(isOver()).toBe(false)
  holder.close()
  await pass(100)
  const opened = await opening
  expect(opened).toMatchObject({ ok: true })
  if (opened.ok) (opened.value satisfies Catalog).close()
})

test('one that does not is given up after five seconds', async () => {
  const { holder, opening, pass, isOver } = await waiting()
  await pass(4_900)
  expect(isOver()).toBe(false)
  await pass(100)
  expect(await opening).toEqual({ ok: false, failure: { kind: 'catalogue-locked' } })
  holder.close()
})
