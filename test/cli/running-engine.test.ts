// The socket on which a running engine answers what only looks at it.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  answerAddress,
  answerQuestions,
  pipeFileName,
  questionAddress,
  runningEngine,
  type Askable,
} from '../../src/main/cli/running-engine.ts'
import { isWindows, posixIt } from '../builders/posix.ts'

const sound = { broken: [], files: 7 }

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-ask-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An engine that notes what it is asked and always gives the same answer. */
function engineThatSays(answer: unknown): Askable & { asked: unknown[] } {
  const asked: unknown[] = []
  const call = async (name: string, input: unknown): Promise<never> => {
    asked.push({ name, input })
    return answer as never
  }
  return { asked, call }
}

async function serving(engine: Askable, folder: string): Promise<() => Promise<void>> {
  const stop = await answerQuestions(engine, folder)
  onTestFinished(stop)
  return stop
}

/** Whatever comes back for these bytes. */
function sendRaw(folder: string, bytes: string): Promise<string> {
  const socket = createConnection({ path: questionAddress(folder) ?? '', allowHalfOpen: true })
  socket.end(bytes)
  return text(socket).catch(() => 'broken off')
}

describe('a running engine', () => {
  test('answers each question, several at once', async () => {
    const folder = dataFolder()
    const engine = engineThatSays({ ok: true, value: sound })
    await serving(engine, folder)
    const running = await runningEngine(folder)
    const ask = () => running?.call('verify', {})
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(
      Array.from({ length: 3 }, () => ({ ok: true, value: sound })),
    )
    expect(engine.asked).toContainEqual({ name: 'verify', input: {} })
  })

  test('answers once it has begun what it was started for', async () => {
    const folder = dataFolder()
    const engine = engineThatSays({ ok: true, value: sound })
    const begun = Promise.withResolvers<null>()
    onTestFinished(await answerQuestions(engine, folder, begun.promise))
    const answer = (await runningEngine(folder))?.call('verify', {})
    // Heard, and not answered with what may be half of it.
    await sendRaw(folder, 'no question').catch(() => '')
    expect(engine.asked).toEqual([])
    begun.resolve(null)
    expect(await answer).toEqual({ ok: true, value: sound })
  })

  test('is asked with one line, and the connection stays open both ways until the answer is through', async () => {
    const folder = dataFolder()
    // Stands in for an engine, and notes whether it is hung up on before it has answered.
    let heard = ''
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      let isHungUp = false
      socket.once('end', () => (isHungUp = true))
      socket.setEncoding('utf8').on('data', (words: string) => {
        heard += words
        if (heard.endsWith('\n'))
          setImmediate(() => socket.end(JSON.stringify({ ok: !isHungUp, value: sound })))
      })
    })
    await new Promise<void>((listening) => server.listen(answerAddress(folder), listening))
    onTestFinished(() => void server.close())
    const running = await runningEngine(folder)
    expect(await running?.call('verify', {})).toEqual({ ok: true, value: sound })
    expect(heard).toBe('{"name":"verify","input":{}}\n')
  })

  test.each([
    ['in pieces', ['{"name":"ver', 'ify","input":{}}', '\n']],
    ['with more after it', ['{"name":"verify","input":{}}\nand more']],
  ])(
    'answers a question that comes %s while its asker still listens and may write',
    async (_, pieces) => {
      const folder = dataFolder()
      await serving(engineThatSays({ ok: true, value: sound }), folder)
      const socket = createConnection(questionAddress(folder) ?? '')
      for (const piece of pieces) {
        socket.write(piece)
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(JSON.parse(await text(socket))).toEqual({ ok: true, value: sound })
    },
  )

  test('hands its failures on', async () => {
    const folder = dataFolder()
    await serving(engineThatSays({ ok: false, failure: { kind: 'not-found' } }), folder)
    const running = await runningEngine(folder)
    expect(await running?.call('listHistory', { filter: {}, after: null, limit: 1 })).toEqual({
      ok: false,
      failure: { kind: 'not-found' },
    })
  })

  test.each([
    ['a command that changes something', JSON.stringify({ name: 'signOut', input: {} })],
    ['no JSON', 'status please'],
    ['a question without end', ' '.repeat(100_000)],
    ['nothing', ''],
  ])('gives no answer to %s', async (_, question) => {
    const folder = dataFolder()
    const engine = engineThatSays({ ok: true, value: sound })
    await serving(engine, folder)
    expect(['', 'broken off']).toContain(await sendRaw(folder, question))
    expect(engine.asked).toEqual([])
    expect(await (await runningEngine(folder))?.call('verify', {})).toMatchObject({ ok: true })
  })

  test('whose answer is of a strange shape counts as none', async () => {
    const folder = dataFolder()
    await serving(engineThatSays({ ok: true, value: { files: 'many' } }), folder)
    const running = await runningEngine(folder)
    expect(await running?.call('verify', {})).toEqual({
      ok: false,
      failure: { kind: 'engine-down' },
    })
  })

  test('is not there before it answers and after it stopped, and leaves nothing behind', async () => {
    const folder = dataFolder()
    expect(await runningEngine(folder)).toBeNull()
    const stop = await serving(engineThatSays({ ok: true, value: sound }), folder)
    expect(await runningEngine(folder)).not.toBeNull()
    // As on Windows, where a file names the pipe.
    if (!isWindows) writeFileSync(join(folder, pipeFileName), 'a pipe')
    await stop()
    expect(await runningEngine(folder)).toBeNull()
    expect(readdirSync(folder)).toEqual([])
  })

  posixIt('takes the place of one that was killed, and only its owner can ask it', async () => {
    const folder = dataFolder()
    const address = questionAddress(folder) ?? ''
    writeFileSync(address, 'left behind')
    await serving(engineThatSays({ ok: true, value: sound }), folder)
    expect((statSync(address).mode & 0o777).toString(8)).toBe('600')
    expect(await runningEngine(folder)).not.toBeNull()
  })

  posixIt('runs without answering where the path is too long for a socket', async () => {
    const folder = join(dataFolder(), 'x'.repeat(110))
    mkdirSync(folder)
    await serving(engineThatSays({ ok: true, value: sound }), folder)
    expect(await runningEngine(folder)).toBeNull()
    expect(readdirSync(folder)).toEqual([])
  })
})

test('on Windows the address is a pipe that nobody can foresee, named only in the data folder', () => {
  const folder = dataFolder()
  expect(questionAddress(folder, 'win32')).toBeNull()
  const addresses = [1, 2].map(() => {
    const address = answerAddress(folder, 'win32')
    expect(address).toMatch(/^\\\\\.\\pipe\\shoebox-[0-9a-f]{64}$/)
    expect(questionAddress(folder, 'win32')).toBe(address)
    return address
  })
  expect(addresses[0]).not.toBe(addresses[1])
  if (process.platform !== 'win32')
    expect(statSync(join(folder, pipeFileName)).mode & 0o777).toBe(0o600)
  writeFileSync(join(folder, pipeFileName), '\\\\.\\pipe\\of-another')
  expect(questionAddress(folder, 'win32')).toBeNull()
  expect(answerAddress(join(folder, 'nowhere'), 'win32')).toBeNull()
})
