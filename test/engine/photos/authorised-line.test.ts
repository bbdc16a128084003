import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createAuthorisedLine } from '../../../src/main/engine/photos/authorised-line.ts'
import { createPhotosClient, photosEndpoints } from '../../../src/main/engine/photos/index.ts'
import type { Call, PhotosOperation } from '../../../src/main/engine/photos/transport.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { fixedTokens } from '../../fakes/fixed-tokens.ts'
import { realClock } from '../../fakes/real-clock.ts'
import { uploadBench } from './upload-bench.ts'
import { fileReader } from '../../builders/file-reader.ts'

const aCall = (operation: PhotosOperation): Call => ({
  operation,
  method: 'POST',
  path: '/',
  headers: { 'x-own': '1' },
  body: null,
  signal: new AbortController().signal,
})

/** A line on which only these tokens are good. */
function aLine(good: string[], text = '') {
  const seen: (string | undefined)[] = []
  const send = async (call: Call) => {
    const bearer = call.headers['authorization']
    seen.push(bearer)
    const status = good.includes(bearer?.replace('Bearer ', '') ?? '') ? 200 : 401
    return { ok: true as const, value: { status, headers: {}, text } }
  }
  return { send, seen }
}

describe('a request with a token', () => {
  it('is repeated once with a new token when Google refuses the first', async () => {
    const transport = aLine(['second'])
    const tokens = fixedTokens('first', 'second')
    const answer = await createAuthorisedLine(transport, tokens).send(aCall('create'))
    expect(answer).toMatchObject({ ok: true, value: { status: 200 } })
    expect(transport.seen).toEqual(['Bearer first', 'Bearer second'])
    expect(tokens.refused).toEqual(['first'])
  })

  it.each([
    ['create', 'revoked'],
    ['list', 'revoked'],
    // The byte endpoint says 401 to a token without the right to add photos.
    ['upload', 'missing-scope'],
    ['chunk', 'missing-scope'],
  ] as const)(
    '%s is signed-out (%s) when the new token is refused too',
    async (operation, reason) => {
      const transport = aLine([])
      const line = createAuthorisedLine(transport, fixedTokens('first', 'second'))
      expect(await line.send(aCall(operation))).toEqual({
        ok: false,
        failure: { kind: 'signed-out', reason },
      })
      expect(transport.seen).toHaveLength(2)
    },
  )

  it('is not sent without a token', async () => {
    const transport = aLine([])
    const tokens = fixedTokens('first')
    tokens.failWith({ kind: 'signed-out', reason: 'revoked' })
    const answer = await createAuthorisedLine(transport, tokens).send(aCall('list'))
    expect(answer).toEqual({ ok: false, failure: { kind: 'signed-out', reason: 'revoked' } })
    expect(transport.seen).toEqual([])
  })

  it('ends with what the renewal of its token comes to', async () => {
    const transport = aLine([])
    const revoked = { kind: 'signed-out', reason: 'revoked' } as const
    const tokens = {
      get: async () => ok('first'),
      renew: async () => fail<Failure>(revoked),
    }
    const answer = await createAuthorisedLine(transport, tokens).send(aCall('chunk'))
    expect(answer).toEqual({ ok: false, failure: revoked })
    expect(transport.seen).toEqual(['Bearer first'])
  })

  it.each(['cut-off', 'stalled'] as const)(
    'is offline, and no fault of what it was for, when the line fails (%s) while its token is fetched',
    async (kind) => {
      const tokens = fixedTokens('first')
      tokens.failWith({ kind })
      const answer = await createAuthorisedLine(aLine([]), tokens).send(aCall('upload'))
      expect(answer).toEqual({ ok: false, failure: { kind: 'offline' } })
    },
  )

  it('does not wait for a token once it is stopped', async () => {
    const transport = aLine([])
    const never = new Promise<never>(() => undefined)
    const tokens = { get: () => never, renew: () => never }
    const stop = new AbortController()
    const call = { ...aCall('list'), signal: stop.signal }
    const sending = createAuthorisedLine(transport, tokens).send(call)
    const reason = new Error('stopped by the test')
    stop.abort(reason)
    await expect(sending).rejects.toBe(reason)
    expect(transport.seen).toEqual([])
  })

  it('is not sent when it was stopped before, though there is a token', async () => {
    const transport = aLine(['first'])
    const stop = new AbortController()
    const reason = new Error('stopped by the test')
    stop.abort(reason)
    const call = { ...aCall('list'), signal: stop.signal }
    const line = createAuthorisedLine(transport, fixedTokens('first'))
    await expect(line.send(call)).rejects.toBe(reason)
    expect(transport.seen).toEqual([])
  })

  it('leaves nothing behind on a signal that outlives it', async () => {
    const call = aCall('list')
    await createAuthorisedLine(aLine(['second']), fixedTokens('first', 'second')).send(call)
    expect(getEventListeners(call.signal, 'abort')).toEqual([])
  })

  it('spares its token when a captive portal answers 401', async () => {
    const transport = aLine([], '<html>Log in</html>')
    const tokens = fixedTokens('first')
    await createAuthorisedLine(transport, tokens).send(aCall('list'))
    expect(tokens.refused).toEqual([])
  })

  it('goes on with an upload whose token ends under way', async () => {
    const bench = await uploadBench()
    const { accessToken } = await bench.emulator.control.signIn()
    const tokens = fixedTokens('ended', accessToken)
    const photos = createPhotosClient({
      origins: photosEndpoints(bench.emulator.origin),
      tokens,
      reader: fileReader,
      clock: realClock(),
    })
    const { path } = await bench.aFile(1000)
    expect(await photos.sendBytes(await bench.request(path))).toMatchObject({ ok: true })
    expect(tokens.refused).toEqual(['ended'])
    await photos.close()
  })
})
