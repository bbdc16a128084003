// S27: the process that decodes strangers' pictures, as the packed command starts it: what it may do, and what it is handed.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { processesIn } from '../packaged/processes.ts'
import { at, signedInFolder, withEmulator } from './command-world.ts'
import { startProgram, until } from './namespace/started.ts'
import { NotShownHere } from './not-shown.ts'
import type { Outside } from './outside.ts'

const pictures = 4
const workMs = 60_000

/** S27. */
export async function workerRights(outside: Outside): Promise<string> {
  if (process.platform !== 'linux')
    throw new NotShownHere('elsewhere the worker is a utility process, whose rights no tool shows')
  return withEmulator(outside, { autoConsent: true }, async (emulator) => {
    const data = await signedInFolder(outside, emulator)
    const photos = await outside.folder('photos')
    for (let n = 0; n < pictures; n += 1)
      await writeFile(join(photos, `large-${n}.jpg`), await aLargePicture(n))
    const [program, script] = outside.command
    const env = { ...process.env, SHOEBOX_DATA_DIR: data, ...at(emulator.origin), SECRET: 'canary' }
    const backup = startProgram(
      program,
      [script, 'backup', photos, '--once', '--size', 'high'],
      env,
    )
    try {
      let flags: string[] = []
      let environment: string[] = []
      const isSeen = await until(async () => {
        for (const { pid, command } of processesIn(outside.packed.folder)) {
          if (!command.includes('image-worker.js')) continue
          const read = (name: string): Promise<string[]> =>
            readFile(`/proc/${pid}/${name}`, 'utf8').then((text) => text.split('\0'))
          flags = await read('cmdline').catch(() => [])
          environment = await read('environ').catch(() => [])
        }
        return flags.length > 1 || backup.code() !== null
      }, workMs)
      assert.ok(isSeen && flags.length > 1, `no worker was seen: ${backup.said().slice(-300)}`)
      assert.ok(flags.includes('--permission'), 'the worker has every right of a Node')
      assert.ok(!environment.some((line) => line.includes('canary')), 'it is handed a secret')
      const rights = flags.filter((flag) => flag.startsWith('--'))
      const tried = await tryOut(program, rights, photos, data)
      return `${rights.length} flags; under them ${tried}; environment of ${environment.filter((line) => line !== '').length} variables`
    } finally {
      await backup.end()
    }
  })
}

/** Above the 16 megapixels from which a copy is made, and each another one. */
const aLargePicture = (n: number): Promise<Buffer> =>
  sharp({
    create: { width: 5_200, height: 4_000, channels: 3, background: { r: n * 40, g: 90, b: 120 } },
  })
    .jpeg()
    .toBuffer()

/** Runs a script with the very flags of the worker. */
async function tryOut(
  program: string,
  rights: readonly string[],
  photos: string,
  data: string,
): Promise<string> {
  const attempts = {
    'read the sign-in': `fs.readFileSync(${JSON.stringify(join(data, 'sign-in.json'))})`,
    'read the catalogue': `fs.readFileSync(${JSON.stringify(join(data, 'catalogue.sqlite'))})`,
    'read /etc/passwd': `fs.readFileSync('/etc/passwd')`,
    'change a photo': `fs.appendFileSync(${JSON.stringify(join(photos, 'large-0.jpg'))}, 'x')`,
    'delete a photo': `fs.rmSync(${JSON.stringify(join(photos, 'large-0.jpg'))})`,
    'start a program': `require('node:child_process').execFileSync('/bin/true')`,
  }
  const lines = Object.values(attempts).map(
    (code) => `try { ${code}; said.push('done') } catch (error) { said.push(error.code) }`,
  )
  const text = `const fs = require('node:fs'); const said = []; ${lines.join(';')}; console.log(said.join())`
  const { stdout } = await promisify(execFile)(program, [...rights, '--eval', text])
  const outcomes = stdout.trim().split(',')
  const names = Object.keys(attempts)
  assert.equal(outcomes.length, names.length)
  const done = names.filter((_, n) => outcomes[n] !== 'ERR_ACCESS_DENIED')
  assert.deepEqual(done, [], 'the worker may')
  return `${names.length} attempts are denied (${names.join(', ')})`
}
