import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect, createServer, type AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openListener } from '../../../src/main/engine/sign-in/loopback-listener.ts'
import { userOf, type SocketOwner } from '../../../src/main/engine/sign-in/socket-owner.ts'
import { recordingBrowser } from '../../fakes/recording-browser.ts'
import { redirectOf, signInBench, standIn, visit, type SignInBench } from './sign-in-bench.ts'

const run = promisify(execFile)

/** A sign-in that waits, and the address that would end it. */
async function waiting(): Promise<SignInBench & { answer: URL }> {
  const bench = await signInBench({ browser: recordingBrowser() })
  await bench.signIn.start()
  return { ...bench, answer: await redirectOf(bench.browser.opened[0] ?? '') }
}

function ask(url: URL, options: { method?: string; host?: string } = {}) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers = options.host === undefined ? {} : { host: options.host }
    const asking = request(url, { method: options.method ?? 'GET', headers, agent: false })
    asking.on('error', reject)
    asking.on('response', (response) => {
      let text = ''
      response.on('data', (part: Buffer) => (text += part.toString()))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text })
      })
    })
    asking.end()
  })
}

async function isStillWaiting({ signIn, answer, emulator }: SignInBench & { answer: URL }) {
  expect(signIn.state().kind).toBe('waiting-for-browser')
  const asked = (await emulator.control.ledger()).filter((row) => row.operation === 'token')
  expect(asked).toEqual([])
  // The right answer still gets through.
  expect((await visit(answer.href)).status).toBe(200)
  expect(await signIn.finished()).toMatchObject({ ok: true })
}

describe('the listener', () => {
  it.each([
    ['of another length', 'guess'],
    ['of the same length', 'x'.repeat(43)],
    ['that is empty', ''],
  ])('turns away a state %s', async (_, state) => {
    const bench = await waiting()
    const url = new URL(bench.answer)
    url.searchParams.set('state', state)
    expect(await ask(url)).toMatchObject({ status: 400 })
    await isStillWaiting(bench)
  })

  it('turns away an answer without a state', async () => {
    const bench = await waiting()
    const url = new URL(bench.answer)
    url.searchParams.delete('state')
    expect(await ask(url)).toMatchObject({ status: 400 })
    await isStillWaiting(bench)
  })

  it('is not ended by a stranger’s refusal', async () => {
    const bench = await waiting()
    const url = new URL(bench.answer)
    url.search = '?error=access_denied&state=guess'
    expect(await ask(url)).toMatchObject({ status: 400 })
    await isStillWaiting(bench)
  })

  it('turns away an answer with neither code nor error', async () => {
    const bench = await waiting()
    const url = new URL(bench.answer)
    url.searchParams.delete('code')
    expect(await ask(url)).toMatchObject({ status: 400 })
    await isStillWaiting(bench)
  })

  it.each(['evil.test', 'localhost:1', 'evil.test:80', '127.0.0.1'])(
    'turns away a request for the host %s',
    async (host) => {
      const bench = await waiting()
      expect(await ask(bench.answer, { host })).toMatchObject({ status: 421 })
      await isStillWaiting(bench)
    },
  )

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('turns away %s', async (method) => {
    const bench = await waiting()
    expect(await ask(bench.answer, { method })).toMatchObject({ status: 405 })
    await isStillWaiting(bench)
  })

  it.each(['/', '/favicon.ico', '/signed-in/', '/signed-in/../x', '//evil.test/signed-in'])(
    'knows no path %s',
    async (path) => {
      const bench = await waiting()
      const { host, search } = bench.answer
      const answer = await new Promise<number>((resolve, reject) => {
        const [hostname, port] = host.split(':')
        const asking = request(
          { hostname, port, path: path + search, agent: false },
          (response) => {
            response.resume()
            resolve(response.statusCode ?? 0)
          },
        )
        asking.on('error', reject)
        asking.end()
      })
      expect(answer).toBe(404)
      await isStillWaiting(bench)
    },
  )

  it('takes one answer only, also while that is being looked at', async () => {
    const bench = await waiting()
    await bench.emulator.control.addFault({
      on: 'token',
      action: { kind: 'stall', afterRequestBytes: 'all' },
    })
    const first = visit(bench.answer.href)
    await bench.emulator.control.waitFor((row) => row.operation === 'token')
    expect(await ask(bench.answer)).toMatchObject({ status: 410 })
    await bench.emulator.control.release()
    expect((await first).status).toBe(200)
    expect(await bench.signIn.finished()).toMatchObject({ ok: true })
    const asked = (await bench.emulator.control.ledger()).filter((row) => row.operation === 'token')
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['is used', async (bench: SignInBench & { answer: URL }) => visit(bench.answer.href)],
    [
      'is cancelled',
      async (bench: SignInBench) => {
        bench.signIn.cancel()
      },
    ],
    [
      'is out of time',
      async (bench: SignInBench) => {
        bench.clock.advance(5 * 60_000)
      },
    ],
  ])('is closed when it %s', async (_, end) => {
    const bench = await waiting()
    await end(bench)
    await bench.signIn.finished()
    await expect(ask(bench.answer)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
    'takes no answer from another user of this computer',
    async () => {
      const bench = await waiting()
      const asked = await run(
        process.execPath,
        [
          '-e',
          'fetch(process.argv[1]).then(({ status }) => process.stdout.write(String(status)))',
          bench.answer.href,
        ],
        // Nobody, on every Linux.
        { uid: 65_534, gid: 65_534, cwd: '/' },
      )
      expect(asked.stdout).toBe('403')
      await isStillWaiting(bench)
    },
  )

  it('takes no answer that the system says is another user’s', async () => {
    let owner: SocketOwner = 'another'
    const answers: unknown[] = []
    const listener = await openListener({
      state: 'state',
      port: 0,
      onAnswer: (answer) => {
        answers.push(answer)
        return Promise.resolve('signed-in')
      },
      ownerOf: () => Promise.resolve(owner),
    })
    if (!listener.ok) throw new Error(listener.failure.kind)
    onTestFinished(() => listener.value.close())
    const url = new URL(`${listener.value.redirectUri}?code=code&state=state`)
    expect(await ask(url)).toMatchObject({ status: 403 })
    expect(answers).toEqual([])
    owner = 'unknown'
    expect(await ask(url)).toMatchObject({ status: 200 })
    expect(answers).toEqual([{ code: 'code' }])
  })

  it('is kept from no browser by connections that say nothing', async () => {
    const bench = await waiting()
    const { hostname, port } = bench.answer
    const silent = await Promise.all(
      Array.from({ length: 48 }, async () => {
        const socket = connect({ host: hostname, port: Number(port) })
        socket.on('error', () => undefined)
        await once(socket, 'connect')
        return socket
      }),
    )
    onTestFinished(() => {
      for (const socket of silent) socket.destroy()
    })
    const begunAt = performance.now()
    await isStillWaiting(bench)
    // It was 20 s: each of them was waited for.
    expect(performance.now() - begunAt).toBeLessThan(8_000)
  })

  it('listens on IPv6 when IPv4 has no room', async () => {
    const busy = createServer()
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void busy.close())
    const { port } = busy.address() as AddressInfo
    const bench = await signInBench({ browser: recordingBrowser(), port })
    const started = await bench.signIn.start()
    const url = new URL(started.ok ? started.value.url : '')
    expect(url.searchParams.get('redirect_uri')).toBe(`http://[::1]:${String(port)}/signed-in`)
    await visit(url.href)
    expect(await bench.signIn.finished()).toMatchObject({ ok: true })
  })

  it('says so when there is no room at all', async () => {
    const busy = createServer()
    await new Promise<void>((resolve) => busy.listen(0, '::', resolve))
    onTestFinished(() => void busy.close())
    const { port } = busy.address() as AddressInfo
    const bench = await signInBench({ port })
    expect(await bench.signIn.start()).toMatchObject({
      ok: false,
      failure: { kind: 'unexpected', message: 'No loopback listener: EADDRINUSE' },
    })
  })

  it('answers with a page that can load and run nothing', async () => {
    const bench = await waiting()
    const page = await visit(bench.answer.href)
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.text).not.toMatch(/<script|src=|href=|http/)
  })

  it('leaves neither verifier, code, state nor secret in log, state or vault', async () => {
    let form = new URLSearchParams()
    const origin = await standIn((_, body) => {
      form = new URLSearchParams(body)
      return null
    })
    const bench = await signInBench({ browser: recordingBrowser(), origin })
    await bench.signIn.start()
    const query = new URL(bench.browser.opened[0] ?? '').searchParams
    const state = query.get('state') ?? ''
    const code = 'a-code-that-must-stay-secret'
    await visit(
      `${query.get('redirect_uri') ?? ''}?${new URLSearchParams({ code, state }).toString()}`,
    )
    expect(await bench.signIn.finished()).toMatchObject({ ok: false })

    const verifier = form.get('code_verifier') ?? ''
    expect(verifier).toMatch(/^[\w.~-]{43,128}$/)
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(
      query.get('code_challenge'),
    )
    expect(form.get('code')).toBe(code)
    const { logged, states, vault, emulator } = bench
    const written = JSON.stringify({ logged, states, kept: vault.kept })
    for (const secret of [verifier, code, state, emulator.client.clientSecret]) {
      expect(written).not.toContain(secret)
    }
  })
})

describe('whose a connection is', () => {
  // Two ends of one connection and two that are none of ours, as Linux lists them.
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 11 1 0 100 0
   1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 12 1 0 100 0
   2: 0201A8C0:C351 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 13 1 0 100 0
`
  it('is told by its own end of it', () => {
    expect(userOf(table, 50_000, 8_080)).toBe(1001)
    expect(userOf(table, 8_080, 50_000)).toBe(1000)
  })

  it('is unknown where nothing of the kind is listed', () => {
    expect(userOf(table, 50_001, 8_080)).toBeNull()
    expect(userOf('', 50_000, 8_080)).toBeNull()
  })

  it('is told of IPv6 too, also where IPv4 goes through it', () => {
    const [six, mapped] = [
      '00000000000000000000000001000000',
      '0000000000000000FFFF00000100007F',
    ].map((address) => `0: ${address}:C350 ${address}:1F90 01 0:0 0:0 0 1001 0 1`)
    expect([userOf(six ?? '', 50_000, 8_080), userOf(mapped ?? '', 50_000, 8_080)]).toEqual([
      1001, 1001,
    ])
  })
})
