import { execFile, spawn } from 'node:child_process'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'

const run = promisify(execFile)
const script = join(import.meta.dirname, '..', '..', 'build', 'linux', 'before-remove.sh')

describe.runIf(process.platform === 'linux')('the removal of the Debian package', () => {
  it.each([
    ['remove', 'SIGTERM'],
    ['upgrade', null],
  ] as const)(
    'on %s ends what runs from its folder with %s, and nothing else',
    async (step, signal) => {
      const folder = await mkdtemp(join(tmpdir(), 'shoebox-installed-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      const program = join(folder, 'shoebox')
      await copyFile('/bin/sleep', program)
      const inside = spawn(program, ['60'])
      const outside = spawn('/bin/sleep', ['60'])
      onTestFinished(() => {
        inside.kill('SIGKILL')
        outside.kill('SIGKILL')
      })
      await Promise.all([once(inside, 'spawn'), once(outside, 'spawn')])
      const gone = once(inside, 'exit') as Promise<[number | null, string | null]>
      await run(script, [step], { env: { ...process.env, SHOEBOX_INSTALL_DIR: folder } })
      expect(outside.exitCode ?? outside.signalCode).toBeNull()
      if (signal === null) expect(inside.exitCode ?? inside.signalCode).toBeNull()
      else expect((await gone)[1]).toBe(signal)
    },
  )
})
