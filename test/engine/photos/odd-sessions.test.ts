import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPhotosClient, photosEndpoints } from '../../../src/main/engine/photos/index.ts'
import type { SendBytes, UploadSession } from '../../../src/main/engine/ports/photos.ts'
import { fixedTokens } from '../../fakes/fixed-tokens.ts'
import { realClock } from '../../fakes/real-clock.ts'
import { fileReader } from '../../builders/file-reader.ts'

const sizeBytes = 1_000_000
const granularity = 262_144

interface Asked {
  command: string
  offset: string
  lengthBytes: number
}

/** Sends a file to a server that answers as the test says, after the whole request has come. */
async function sendTo(
  answer: (asked: Asked, response: ServerResponse, before: Asked[]) => void,
  session: Omit<UploadSession, 'url'> | null = null,
  part: Partial<SendBytes> = {},
) {
  const all: Asked[] = []
  const header = (request: IncomingMessage, name: string) =>
    String(request.headers[`x-goog-upload-${name}`] ?? '')
  const server = createServer((request, response) => {
    let lengthBytes = 0
    request.on('data', (part: Buffer) => (lengthBytes += part.length))
    request.on('end', () => {
      const command = header(request, 'command')
      const asked = { command, offset: header(request, 'offset'), lengthBytes }
      const before = [...all]
      all.push(asked)
      answer(asked, response, before)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const folder = await mkdtemp(join(tmpdir(), 'shoebox-odd-'))
  const photos = createPhotosClient({
    origins: photosEndpoints(origin),
    tokens: fixedTokens('token'),
    reader: fileReader,
    clock: realClock(),
    resumableFromBytes: 1,
    chunkBytes: granularity,
  })
  onTestFinished(async () => {
    await photos.close()
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true })
  })
  const path = join(folder, 'file.mp4')
  await writeFile(path, Buffer.alloc(sizeBytes, 1))
  const result = await photos.sendBytes({
    path,
    sizeBytes,
    mimeType: 'video/mp4',
    mtimeUs: null,
    session: session && { ...session, url: `${origin}/v1/uploads?upload_id=1` },
    onSession: async () => undefined,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...part,
  })
  return { result, all, commands: all.map(({ command }) => command) }
}

const active = (response: ServerResponse, headers: Record<string, string> = {}) =>
  response.writeHead(200, { 'x-goog-upload-status': 'active', ...headers }).end()
const final = (response: ServerResponse, body: string) =>
  response.writeHead(200, { 'x-goog-upload-status': 'final' }).end(body)
const started = (response: ServerResponse, headers: Record<string, string> = {}) => {
  const url = `http://${String(response.req.headers.host)}/v1/uploads?upload_id=1`
  active(response, { 'x-goog-upload-url': url, ...headers })
}
const received = (bytes: number) => ({ 'x-goog-upload-size-received': String(bytes) })
const stored = { offset: 0, openedAt: 0 }
const token = { ok: true, value: { token: 'the-token' } }

describe('a server that is odd', () => {
  it('does not keep the client busy for ever by taking chunks and keeping none', async () => {
    const { result, commands } = await sendTo(({ command }, response) => {
      if (command === 'start') started(response)
      else active(response, received(0))
    })
    expect(result).toEqual({ ok: false, failure: { kind: 'unexpected-answer' } })
    expect(commands).toEqual(['start', 'upload', 'upload', 'upload', 'upload'])
  })

  it('that keeps an uneven number of bytes gets the whole rest at once', async () => {
    const { result, all } = await sendTo(({ command }, response) => {
      if (command === 'query') active(response, received(300_001))
      else final(response, 'the-token')
    }, stored)
    expect(result).toEqual(token)
    expect(all[1]).toEqual({
      command: 'upload, finalize',
      offset: '300001',
      lengthBytes: sizeBytes - 300_001,
    })
  })

  it.each([
    [131_072, sizeBytes - 131_072],
    [262_144, 262_144],
    [393_216, sizeBytes - 393_216],
    [524_288, 262_144],
  ])(
    'that has %i bytes of an earlier try gets a chunk only from where one may begin: %i',
    async (offset, lengthBytes) => {
      const { result, all } = await sendTo(({ command, offset: from, lengthBytes }, response) => {
        if (command === 'query') active(response, received(offset))
        else if (Number(from) + lengthBytes < sizeBytes) active(response)
        else final(response, 'the-token')
      }, stored)
      expect(result).toEqual(token)
      expect(all[1]).toMatchObject({ offset: String(offset), lengthBytes })
    },
  )

  it('that has everything but was not told so is told so', async () => {
    const { result, all } = await sendTo(({ command }, response) => {
      if (command === 'query') active(response, received(sizeBytes))
      else final(response, 'the-token')
    }, stored)
    expect(result).toEqual(token)
    expect(all[1]).toEqual({
      command: 'upload, finalize',
      offset: String(sizeBytes),
      lengthBytes: 0,
    })
  })

  it('that has everything of a file that is another one now is told to forget it', async () => {
    const { result, commands } = await sendTo(
      ({ command }, response) => {
        if (command === 'query') active(response, received(sizeBytes))
        else if (command === 'cancel') active(response)
        else final(response, 'the-token')
      },
      stored,
      { sha256: '0'.repeat(64) },
    )
    expect(result).toEqual({ ok: false, failure: { kind: 'file-changed' } })
    expect(commands).toEqual(['query', 'cancel'])
  })

  it.each([
    ['does not say how much it has', {}],
    ['claims to have more than there is', received(sizeBytes + 1)],
  ])('that %s gets a new session', async (_, headers) => {
    const { result, commands } = await sendTo(({ command, offset }, response) => {
      if (command === 'query') active(response, headers)
      else if (command === 'start') started(response)
      else if (Number(offset) + granularity < sizeBytes) active(response)
      else final(response, 'the-token')
    }, stored)
    expect(result).toEqual(token)
    expect(commands.slice(0, 2)).toEqual(['query', 'start'])
  })

  it.each(['cancelled', 'canceled', 'CANCELLED'])(
    'that says %s gets a new session',
    async (word) => {
      const { commands } = await sendTo(({ command }, response) => {
        if (command === 'query') response.writeHead(200, { 'x-goog-upload-status': word }).end()
        else if (command === 'start') started(response)
        else final(response, 'the-token')
      }, stored)
      expect(commands.slice(0, 2)).toEqual(['query', 'start'])
    },
  )

  it.each([
    ['of its own', 100_000, [200_000, 200_000, 200_000, 200_000, 200_000]],
    ['of nothing', 0, [granularity, granularity, granularity, sizeBytes - 3 * granularity]],
  ])('with a granularity %s gets chunks that fit it', async (_, stated, lengths) => {
    const headers = { 'x-goog-upload-chunk-granularity': String(stated) }
    const { result, all } = await sendTo(({ command, offset, lengthBytes }, response) => {
      if (command === 'start') started(response, headers)
      else if (Number(offset) + lengthBytes < sizeBytes) active(response)
      else final(response, 'the-token')
    })
    expect(result).toEqual(token)
    expect(all.slice(1).map(({ lengthBytes }) => lengthBytes)).toEqual(lengths)
  })

  it.each([
    ['a page of somebody else', '<html>Log in</html>', 'offline'],
    ['something without a status', 'hello', 'unexpected-answer'],
  ])('that answers a question with %s leaves it to the queue', async (_, body, kind) => {
    const { result, commands } = await sendTo((_asked, response) => {
      response.writeHead(200).end(body)
    }, stored)
    expect(result).toEqual({ ok: false, failure: { kind } })
    expect(commands).toEqual(['query'])
  })

  it.each([
    ['a page of somebody else', '<html>Log in</html>', 'offline'],
    ['something without an address', 'hello', 'unexpected-answer'],
  ])('that begins a session with %s leaves it to the queue', async (_, body, kind) => {
    const { result, commands } = await sendTo((_asked, response) => {
      response.writeHead(200).end(body)
    })
    expect(result).toEqual({ ok: false, failure: { kind } })
    expect(commands).toEqual(['start'])
  })

  it('that cuts the line as a session begins leaves it to the queue', async () => {
    const { result, commands } = await sendTo((_, response) => response.destroy())
    expect(result).toEqual({ ok: false, failure: { kind: 'cut-off' } })
    expect(commands).toEqual(['start'])
  })

  it('between which and the client somebody else answers a chunk leaves it to the queue', async () => {
    const { result, commands } = await sendTo(({ command }, response) => {
      if (command === 'start') started(response)
      else response.writeHead(200).end('<html>Log in</html>')
    })
    expect(result).toEqual({ ok: false, failure: { kind: 'offline' } })
    expect(commands).toEqual(['start', 'upload'])
  })

  it.each([
    [409, true],
    [499, true],
    [500, false],
  ])(
    'that answers %i to a chunk of a session that lives on is asked how far it is: %s',
    async (status, isAsked) => {
      const { result, commands } = await sendTo(({ command }, response, before) => {
        if (command === 'start') started(response)
        else if (command === 'query') active(response, received(sizeBytes))
        else if (before.some((one) => one.command === 'query')) final(response, 'the-token')
        else response.writeHead(status, { 'x-goog-upload-status': 'active' }).end()
      })
      expect(commands[2]).toBe(isAsked ? 'query' : undefined)
      expect(result.ok).toBe(isAsked)
    },
  )

  it('that refuses the file as it begins is believed, and the first 500 letters of why are kept', async () => {
    const why = 'Not wanted'.padEnd(499, '.')
    const { result } = await sendTo((_, response) => final(response, `${why}12`))
    const failure = { kind: 'rejected', code: 3, message: `${why}1` }
    expect(result).toEqual({ ok: false, failure })
  })

  it('that calls a file too large is believed', async () => {
    const { result } = await sendTo((_, response) => response.writeHead(413).end('<html>'))
    expect(result).toEqual({ ok: false, failure: { kind: 'refused-as-too-large' } })
  })

  it.each(['query', 'upload'] as const)(
    'that answers 400 to the %s of a session of an earlier try gets a new one, once',
    async (refused) => {
      const odd = (isLasting: boolean) =>
        sendTo(({ command, offset, lengthBytes }, response, before) => {
          const isNew = before.some((one) => one.command === 'start')
          if (command === 'start') started(response)
          else if (isLasting || !isNew) {
            if (command === 'query' && refused !== 'query') active(response, received(0))
            else response.writeHead(400).end('Bad Request')
          } else if (Number(offset) + lengthBytes < sizeBytes) active(response)
          else final(response, 'the-token')
        }, stored)
      expect((await odd(false)).result).toEqual(token)
      // Refused in a new session as well, it is the file.
      const lasting = await odd(true)
      expect(lasting.result).toMatchObject({ ok: false, failure: { kind: 'rejected' } })
      expect(lasting.commands.filter((command) => command === 'start')).toHaveLength(1)
    },
  )

  it('that forgets a session over a cut gets a new one, once', async () => {
    const { result, commands } = await sendTo(
      ({ command, offset, lengthBytes }, response, before) => {
        const uploads = before.filter((one) => one.command.startsWith('upload')).length
        if (command === 'start') started(response)
        else if (command === 'query') response.writeHead(400).end('Bad Request')
        else if (uploads === 0) response.destroy()
        else if (Number(offset) + lengthBytes < sizeBytes) active(response)
        else final(response, 'the-token')
      },
    )
    expect(result).toEqual(token)
    expect(commands.slice(0, 4)).toEqual(['start', 'upload', 'query', 'start'])
  })

  it('that cuts again and again is given up after three doubts, counted anew after each byte gained', async () => {
    const { result, commands } = await sendTo(({ command }, response, before) => {
      const uploads = before.filter((one) => one.command === 'upload').length
      if (command === 'start') started(response)
      else if (command === 'query') active(response, received(uploads > 3 ? granularity : 0))
      else if (uploads === 2) active(response)
      else response.destroy()
    })
    expect(result).toEqual({ ok: false, failure: { kind: 'cut-off' } })
    const cut = ['upload', 'query']
    expect(commands).toEqual([
      ...['start', ...cut, ...cut, 'upload'],
      ...[...cut, ...cut, ...cut, 'upload'],
    ])
  })

  it('that says something with each chunk it takes has given the token only with the last', async () => {
    const { result, all } = await sendTo(({ command, offset, lengthBytes }, response) => {
      if (command === 'start') started(response)
      else if (Number(offset) + lengthBytes < sizeBytes)
        response.writeHead(200, { 'x-goog-upload-status': 'active' }).end('not-the-token')
      else final(response, 'the-token')
    })
    expect(result).toEqual(token)
    expect(all).toHaveLength(1 + Math.ceil(sizeBytes / granularity))
  })

  it('that ends a session without a token is asked again', async () => {
    const { result, commands } = await sendTo(({ command }, response) => {
      if (command === 'query') final(response, 'the-token')
      else if (command === 'start') started(response)
      else final(response, '')
    })
    expect(result).toEqual(token)
    expect(commands).toEqual(['start', 'upload', 'query'])
  })
})
