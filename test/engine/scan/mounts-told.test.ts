// That word of mounts is passed on, and that whoever listens knows when nobody tells any more. Real processes.
import { spawn } from 'node:child_process'
import { expect, it, onTestFinished } from 'vitest'
import { listenForMounts } from '../../../src/main/engine/scan/mounts-told.ts'

/** Listens to a program of the test's own, in place of findmnt. */
function listen(script: string) {
  let words = 0
  let starts = 0
  const heard = listenForMounts(
    () => {
      words += 1
    },
    () => {
      starts += 1
      return spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'ignore'] })
    },
  )
  onTestFinished(() => heard.stop())
  return { heard, words: () => words, starts: () => starts }
}

it('passes on what is told', async () => {
  const { heard, words } = listen(`
    process.stdout.write('mount\\n')
    setInterval(() => undefined, 1_000)
  `)
  expect(heard.isHeard()).toBe(true)
  await expect.poll(words, { timeout: 20_000 }).toBe(1)
  expect(heard.isHeard()).toBe(true)
})

it('says so once where nobody can tell, and is not asked again', async () => {
  const { heard, words, starts } = listen('process.exit(1)')
  await expect.poll(() => heard.isHeard(), { timeout: 20_000 }).toBe(false)
  expect([words(), starts()]).toEqual([1, 1])
})

it('says so where there is no such program', async () => {
  let words = 0
  const heard = listenForMounts(
    () => {
      words += 1
    },
    () => spawn('/no/such/program', [], { stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  await expect.poll(() => words).toBe(1)
  expect(heard.isHeard()).toBe(false)
})

it('is told again when the teller has ended after a while', async () => {
  const { heard, words, starts } = listen('setTimeout(() => process.exit(0), 1_500)')
  await expect.poll(starts, { timeout: 20_000 }).toBe(2)
  expect(words()).toBeGreaterThan(0)
  heard.stop()
  await expect.poll(() => heard.isHeard(), { timeout: 20_000 }).toBe(false)
})
