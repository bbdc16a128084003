// The command line, as a process of its own.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { createControlClient } from './index.ts'
import { clientOf, jpegOfLength, onlyId, sha256, startForTest, tempDir } from './testing.ts'

type Run = {
  line: Promise<string>
  ended: Promise<{ code: number | null; output: string }>
  pid: number
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args])
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const lines = createInterface(child.stdout)
  return {
    pid: child.pid ?? 0,
    line: new Promise((resolve) => lines.once('line', resolve)),
    ended: new Promise((resolve) =>
      child.once('close', (code) => {
        resolve({ code, output })
      }),
    ),
  }
}

type Listening = { event: string; origin: string; clientFile: string }

it('prints one JSON line, writes a client file, and forgets nothing when killed', async () => {
  const dataDir = tempDir()
  const first = run('--port', '0', '--data', dataDir, '--auto-consent', '--json')
  const told = JSON.parse(await first.line) as Listening
  expect(told.event).toBe('listening')
  const file = JSON.parse(readFileSync(told.clientFile, 'utf8')) as {
    installed: { redirect_uris: string[] }
  }
  expect(file.installed).toMatchObject({
    auth_uri: `${told.origin}/o/oauth2/v2/auth`,
    token_uri: `${told.origin}/token`,
    redirect_uris: ['http://localhost'],
  })
  const control = createControlClient(told.origin)
  expect((await control.settings()).autoConsent).toBe(true)
  const { accessToken } = await control.signIn()
  const client = clientOf(told, accessToken)
  const bytes = await jpegOfLength(10_000)
  const id = onlyId(await client.create([await client.upload(bytes)]))
  process.kill(first.pid, 'SIGKILL')
  await first.ended

  const second = run('--data', dataDir)
  const line = await second.line
  expect(line).toMatch(/^Google Photos emulator at http:\/\/127\.0\.0\.1:\d+, gallery at/)
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? ''
  const again = createControlClient(origin)
  expect(sha256(await again.file(id))).toBe(sha256(bytes))
  process.kill(second.pid, 'SIGTERM')
  expect(await second.ended).toEqual({ code: 0, output: '' })
})

it('says what was expected when an argument is bad', async () => {
  const { port } = await startForTest()
  const tries: [string[], string][] = [
    [['--port', 'eighty'], 'Expected --port to be a number from 0 to 65535'],
    [['--data', '/dev/null/x'], 'Expected --data to name a folder that can be written'],
    [['--nonsense'], '--nonsense'],
    [['--port', String(port)], 'Expected --port to name a free one'],
  ]
  const ends = await Promise.all(tries.map(([args]) => run(...args).ended))
  ends.forEach((end, index) => {
    expect(end.code).toBe(2)
    expect(end.output).toContain(tries[index]?.[1])
  })
})
