// The packed app's own OAuth listener, while it waits for the browser: every stranger is turned away, the right answer
// is taken once, and then nobody listens any more. The five minutes it waits are tested with a clock in test/engine/sign-in.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { Scene } from './scene.ts'

interface Answer {
  readonly status: number
  readonly text: string
}

/** One plain request; status 0 when nobody listens. */
const ask = (url: URL, options: { method?: string; host?: string } = {}): Promise<Answer> =>
  new Promise((resolve) => {
    const headers = options.host === undefined ? {} : { host: options.host }
    const asking = request(url, { method: options.method ?? 'GET', headers, agent: false })
    asking.on('error', () => resolve({ status: 0, text: '' }))
    asking.on('response', (response) => {
      let text = ''
      response.on('data', (part: Buffer) => (text += part.toString('utf8')))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    asking.end()
  })

const changed = (url: URL, change: (copy: URL) => void): URL => {
  const copy = new URL(url)
  change(copy)
  return copy
}

/** Beyond the list: RFC 8252 and what the checklist says of the listener. */
export async function listenerAttacks({ page, call, emulator }: Scene): Promise<string> {
  assert.equal((await call('signOut', {})).ok, true)
  // Without it the stand-in would answer before anybody can attack.
  await emulator.control.changeSettings({ autoConsent: false })
  const started = await call('signIn', {})
  assert.equal(started.ok, true)
  const link = new URL((started.value as { url: string }).url)
  const redirect = new URL(link.searchParams.get('redirect_uri') ?? '')
  assert.equal(link.searchParams.get('code_challenge_method'), 'S256')
  assert.match(redirect.hostname, /^(127\.0\.0\.1|\[::1\])$/)
  const state = link.searchParams.get('state') ?? ''
  assert.ok(state.length >= 32, 'the state can be guessed')

  const answer = changed(redirect, (copy) => {
    copy.search = new URLSearchParams({ code: '4/made-up', state }).toString()
  })
  const attacks: [string, URL, { method?: string; host?: string }?][] = [
    [
      'a wrong state',
      changed(answer, (copy) => copy.searchParams.set('state', 'x'.repeat(state.length))),
    ],
    ['an empty state', changed(answer, (copy) => copy.searchParams.set('state', ''))],
    ['no state', changed(answer, (copy) => copy.searchParams.delete('state'))],
    ['two states', changed(answer, (copy) => (copy.search = `?code=a&state=wrong&state=${state}`))],
    ['no code', changed(answer, (copy) => copy.searchParams.delete('code'))],
    [
      'an error without a state',
      changed(redirect, (copy) => (copy.search = '?error=access_denied')),
    ],
    ['another path', changed(answer, (copy) => (copy.pathname = '/'))],
    ['a foreign Host', answer, { host: 'example.test' }],
    ['a Host that is a name', answer, { host: `localhost:${redirect.port}` }],
    ['a Host of another port', answer, { host: '127.0.0.1:1' }],
    ['a POST', answer, { method: 'POST' }],
    ['an OPTIONS', answer, { method: 'OPTIONS' }],
  ]
  for (const [name, url, options] of attacks) {
    const { status, text } = await ask(url, options)
    assert.ok(status >= 400 && status < 500, `${name} was answered with ${status}`)
    assert.ok(!text.includes(state), `${name} was told the state`)
  }
  const asked = (await emulator.control.ledger()).filter(({ operation }) => operation === 'token')
  const tokensBefore = asked.length

  await emulator.control.changeSettings({ autoConsent: true })
  const consent = await fetch(link, { redirect: 'manual' })
  const right = new URL(consent.headers.get('location') ?? '')
  const [first, second] = await Promise.all([ask(right), ask(right)])
  const statuses = [first.status, second.status].sort()
  assert.equal(
    statuses.filter((status) => status === 200).length,
    1,
    `answers: ${statuses.join(', ')}`,
  )
  const replayed = await ask(right)
  assert.notEqual(replayed.status, 200, 'a code was taken twice')
  await page.waitForFunction(
    async () => {
      const { shoebox } = globalThis as unknown as {
        shoebox: {
          call(name: string, input: object): Promise<{ value?: { signIn: { kind: string } } }>
        }
      }
      return (await shoebox.call('getStatus', {})).value?.signIn.kind === 'signed-in'
    },
    undefined,
    { timeout: 10_000 },
  )
  const tokens = (await emulator.control.ledger()).filter(({ operation }) => operation === 'token')
  assert.equal(tokens.length, tokensBefore + 1, 'the code was exchanged more than once')
  assert.equal((await ask(answer)).status, 0, 'somebody still listens')
  return `${attacks.length} strangers turned away, one answer taken once, then closed`
}
