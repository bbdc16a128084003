// When the engine backs its catalogue up, over a real catalogue and its real backups.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import { createUpkeep } from '../../../src/main/engine/upkeep/upkeep.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { eventually } from '../../builders/eventually.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const logger = { info: () => undefined, error: console.error }

/** Runs of the engine on one data folder, each as long as the test says. */
function computer() {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-upkeep-'))
  const backupFolder = join(folder, 'backups')
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const clock = manualClock()
  const backups = (): number =>
    readdirSync(folder).includes('backups') ? readdirSync(backupFolder).length : 0
  return {
    clock,
    backups,
    async runFor(ms: number, expected: number) {
      const opened = await openCatalog({
        path: join(folder, 'catalogue.sqlite'),
        backupFolder,
        clock,
        logger,
        checkpoint: () => undefined,
      })
      if (!opened.ok) throw new Error(opened.failure.kind)
      const preparer = { keepOnly: () => Promise.resolve() }
      const catalog = opened.value
      const upkeep = await createUpkeep({
        catalog,
        preparer,
        clock,
        logger,
        checkpoint: () => undefined,
      })
      clock.advance(ms)
      await eventually(() => expect(backups()).toBe(expected))
      await upkeep.stop()
      catalog.close()
    },
  }
}

it('backs up once a day, however short the runs are', async () => {
  const { clock, runFor } = computer()
  await runFor(4 * minuteMs, 0)
  await runFor(10 * minuteMs, 1)
  await runFor(10 * minuteMs, 1)
  clock.advance(23 * hourMs)
  await runFor(10 * minuteMs, 1)
  clock.advance(hourMs)
  await runFor(10 * minuteMs, 2)
})

it('backs up within a day after the clock was set back', async () => {
  const { clock, runFor } = computer()
  await runFor(10 * minuteMs, 1)
  clock.jump(-300 * 24 * hourMs)
  await runFor(24 * hourMs, 2)
})
