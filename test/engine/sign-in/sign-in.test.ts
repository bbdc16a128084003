import { describe, expect, it, vi } from 'vitest'
import type { Failure } from '../../../src/shared/failure.ts'
import { memoryVault } from '../../fakes/memory-vault.ts'
import { recordingBrowser } from '../../fakes/recording-browser.ts'
import { signedIn, signInBench, standIn, visit, type Page } from './sign-in-bench.ts'

const first = 'first@example.test'
const prefix = 'https://www.googleapis.com/auth/'

const turn = async (): Promise<void> => {
  for (let once = 0; once < 10; once += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('signing in', () => {
  it('goes through the browser and ends with an account and a token', async () => {
    const pages: Page[] = []
    const browser = recordingBrowser(async (url) => pages.push(await visit(url)))
    const bench = await signInBench({ browser })
    const started = await bench.signIn.start()
    expect(started).toEqual({ ok: true, value: { url: browser.opened[0] } })
    const clientId = bench.emulator.client.clientId
    const account = { sub: expect.any(String) as string, email: first, clientId }
    expect(await bench.signIn.finished()).toEqual({ ok: true, value: account })
    expect(bench.signIn.account()).toEqual(account)
    expect(bench.signIn.state()).toMatchObject({
      kind: 'signed-in',
      email: first,
      name: 'First Tester',
      isKept: true,
    })
    expect(await bench.signIn.tokens.get()).toEqual({
      ok: true,
      value: expect.any(String) as string,
    })
    expect(bench.states[0]).toEqual({ kind: 'waiting-for-browser', since: bench.clock.now() })
    await vi.waitFor(() => {
      expect(pages[0]).toMatchObject({ status: 200 })
    })
    expect(pages[0]?.text).toContain('You are signed in')
  })

  it('asks as Google wants to be asked', async () => {
    const bench = await signInBench({ browser: recordingBrowser() })
    await bench.signIn.start()
    const url = new URL(bench.browser.opened[0] ?? '')
    expect(url.origin + url.pathname).toBe(`${bench.emulator.origin}/o/oauth2/v2/auth`)
    const query = Object.fromEntries(url.searchParams)
    expect(query).toEqual({
      client_id: bench.emulator.client.clientId,
      response_type: 'code',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/signed-in$/) as string,
      scope: [
        `${prefix}photoslibrary.appendonly`,
        `${prefix}photoslibrary.readonly.appcreateddata`,
        `${prefix}photoslibrary.edit.appcreateddata`,
        'openid',
        'email',
        'profile',
        `${prefix}drive.appdata`,
      ].join(' '),
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
      access_type: 'offline',
      prompt: 'consent select_account',
    })
  })

  it('keeps the refresh token and never the access token', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const access = await bench.signIn.tokens.get()
    expect(bench.vault.kept).toMatchObject({
      refreshToken: expect.any(String) as string,
      clientId: bench.emulator.client.clientId,
      account: { email: first },
      endsAt: null,
    })
    expect(JSON.stringify(bench.vault.kept)).not.toContain(access.ok ? access.value : '')
  })

  it('shows the account picture without the network', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    await vi.waitFor(() => {
      expect(bench.signIn.state()).toMatchObject({
        picture: expect.stringMatching(/^data:image\/png;base64,/) as string,
      })
    })
  })

  it('says when nothing outlives the process', async () => {
    const bench = await signInBench({ vault: memoryVault({ isLasting: false }) })
    await signedIn(bench)
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in', isKept: false })
  })

  it('opens the same page again while it waits', async () => {
    const bench = await signInBench({ browser: recordingBrowser() })
    await Promise.all([bench.signIn.start(), bench.signIn.start()])
    await bench.signIn.start()
    expect(new Set(bench.browser.opened).size).toBe(1)
    expect(bench.browser.opened).toHaveLength(3)
  })

  it('goes on when no browser opens, because the link is shown too', async () => {
    const failing = { opened: [], open: () => Promise.reject(new Error('no browser')) }
    const bench = await signInBench({ browser: failing })
    const started = await bench.signIn.start()
    await visit(started.ok ? started.value.url : '')
    expect(await bench.signIn.finished()).toMatchObject({ ok: true })
    expect(bench.logged.join()).toContain('The browser did not open')
  })

  it('needs a client', async () => {
    const bench = await signInBench({ builtInClient: null })
    expect(bench.signIn.hasClient()).toBe(false)
    const failure = { kind: 'bad-client', problem: 'no-client' }
    expect(await bench.signIn.start()).toEqual({ ok: false, failure })
  })

  it('is told apart when the user says no', async () => {
    const bench = await signInBench({}, { consentDeny: true })
    await bench.signIn.start()
    const failure = { kind: 'signed-out', reason: 'denied' }
    expect(await bench.signIn.finished()).toEqual({ ok: false, failure })
    expect(bench.signIn.state()).toEqual(failure)
  })

  it('names the permission that was not given', async () => {
    const consentScopes = [
      `${prefix}photoslibrary.readonly.appcreateddata`,
      `${prefix}photoslibrary.edit.appcreateddata`,
    ]
    const pages: Page[] = []
    const browser = recordingBrowser(async (url) => pages.push(await visit(url)))
    const bench = await signInBench({ browser }, { consentScopes })
    await bench.signIn.start()
    const failure = {
      kind: 'signed-out',
      reason: 'missing-scope',
      missingScopes: [`${prefix}photoslibrary.appendonly`],
    }
    expect(await bench.signIn.finished()).toEqual({ ok: false, failure })
    expect(bench.signIn.state()).toEqual(failure)
    expect(bench.vault.kept).toBeNull()
    await vi.waitFor(() => {
      expect(pages[0]?.text).toContain('One permission is missing')
    })
  })

  it('takes an answer without scopes for all that were asked for', async () => {
    const origin = await standIn((path) =>
      path === '/token'
        ? { access_token: 'access', refresh_token: 'refresh', expires_in: 3599 }
        : { sub: '1', email: first },
    )
    const bench = await signInBench({ browser: recordingBrowser(), origin })
    await bench.signIn.start()
    const query = new URL(bench.browser.opened[0] ?? '').searchParams
    const answer = new URLSearchParams({ code: 'code', state: query.get('state') ?? '' })
    await visit(`${query.get('redirect_uri') ?? ''}?${answer.toString()}`)
    expect(await bench.signIn.finished()).toMatchObject({ ok: true })
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in', name: first, picture: null })
  })

  it('does without the storage figure when only that is not allowed', async () => {
    const consentScopes = ['appendonly', 'readonly.appcreateddata', 'edit.appcreateddata'].map(
      (scope) => `${prefix}photoslibrary.${scope}`,
    )
    const bench = await signInBench({}, { consentScopes })
    await signedIn(bench)
    expect(bench.signIn.state().kind).toBe('signed-in')
  })

  it('ends when the user cancels', async () => {
    const bench = await signInBench({ browser: recordingBrowser() })
    await bench.signIn.start()
    bench.signIn.cancel()
    const failure = { kind: 'signed-out', reason: 'cancelled' }
    expect(await bench.signIn.finished()).toEqual({ ok: false, failure })
    expect(bench.signIn.state()).toEqual(failure)
    expect(bench.clock.pending()).toBe(0)
  })

  it('ends after five minutes', async () => {
    const bench = await signInBench({ browser: recordingBrowser() })
    await bench.signIn.start()
    bench.clock.advance(5 * 60_000 - 1)
    expect(bench.signIn.state().kind).toBe('waiting-for-browser')
    bench.clock.advance(1)
    const failure = { kind: 'sign-in-timeout' }
    expect(await bench.signIn.finished()).toEqual({ ok: false, failure })
    expect(bench.signIn.state()).toEqual({ kind: 'failed', failure })
  })

  it('leaves who is signed in signed in when another sign-in is given up', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const before = await bench.signIn.tokens.get()
    await bench.emulator.control.changeSettings({ consentDeny: true })
    await bench.signIn.start()
    expect(await bench.signIn.finished()).toMatchObject({ ok: false })
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in', email: first })
    expect(await bench.signIn.tokens.get()).toEqual(before)
  })

  it.each([
    [
      'a code that is refused',
      { kind: 'error', name: 'invalid-grant' },
      { kind: 'unexpected-answer' },
    ],
    ['an error at Google', { kind: 'status', status: 503 }, { kind: 'server-error' }],
    ['a broken line', { kind: 'cut', afterResponseBytes: 0 }, { kind: 'offline' }],
    ['a page of somebody else', { kind: 'garbage', body: '<html>' }, { kind: 'offline' }],
    ['garbage', { kind: 'garbage', body: 'x' }, { kind: 'unexpected-answer' }],
  ] as const)('fails with %s, and the browser says so', async (_, action, failure) => {
    const pages: Page[] = []
    const browser = recordingBrowser(async (url) => pages.push(await visit(url)))
    const bench = await signInBench({ browser })
    await bench.emulator.control.addFault({ on: 'token', action })
    await bench.signIn.start()
    expect(await bench.signIn.finished()).toMatchObject({ ok: false, failure })
    await vi.waitFor(() => {
      expect(pages[0]?.text).toContain('Signing in did not work')
    })
  })

  it('fails when the account cannot be asked for', async () => {
    const bench = await signInBench()
    const action = { kind: 'garbage', body: 'x' } as const
    await bench.emulator.control.addFault({ on: 'userinfo', action })
    await bench.signIn.start()
    const failure = { kind: 'unexpected-answer' }
    expect(await bench.signIn.finished()).toMatchObject({ ok: false, failure })
    expect(bench.vault.kept).toBeNull()
  })
})

describe('the state after a restart', () => {
  it('is signed in again', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const later = bench.restarted()
    await later.restore()
    expect(later.state()).toMatchObject({ kind: 'signed-in', email: first })
    expect(later.account()).toEqual(bench.signIn.account())
    expect(await later.tokens.get()).toMatchObject({ ok: true })
  })

  it.each([
    ['a page of somebody else', { kind: 'garbage', body: '<html>' }, { kind: 'offline' }],
    ['garbage', { kind: 'garbage', body: 'x' }, { kind: 'unexpected-answer' }],
    ['no JSON object', { kind: 'garbage', body: 'null' }, { kind: 'unexpected-answer' }],
    ['an error in plain text', { kind: 'status', status: 503 }, { kind: 'server-error' }],
  ] as const)('stays signed in when a refresh is answered with %s', async (_, action, failure) => {
    const bench = await signInBench()
    await signedIn(bench)
    const later = bench.restarted()
    await later.restore()
    await bench.emulator.control.addFault({ on: 'token', action })
    expect(await later.tokens.get()).toMatchObject({ ok: false, failure })
    expect(later.state()).toMatchObject({ kind: 'signed-in' })
    expect(await later.tokens.get()).toMatchObject({ ok: true })
  })

  it('is signed out with another client than before', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const later = bench.restarted({ builtInClient: { clientId: 'other', clientSecret: 'x' } })
    await later.restore()
    expect(later.state()).toEqual({ kind: 'signed-out', reason: 'never' })
    expect(later.account()).toBeNull()
  })

  it('names a permission that is needed now and was not then', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    if (bench.vault.kept !== null) bench.vault.kept.scopes = ['openid']
    const later = bench.restarted()
    await later.restore()
    expect(later.state()).toMatchObject({ kind: 'signed-out', reason: 'missing-scope' })
    expect(await later.tokens.get()).toMatchObject({
      ok: false,
      failure: { kind: 'signed-out', reason: 'missing-scope' },
    })
  })

  it('remembers that Google ended the sign-in, and whose it was', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    await bench.emulator.control.revoke()
    bench.clock.advance(3_600_000)
    const failure = { kind: 'signed-out', reason: 'revoked' }
    expect(await bench.signIn.tokens.get()).toEqual({ ok: false, failure })
    expect(bench.signIn.state()).toEqual(failure)
    expect(bench.vault.kept).toMatchObject({ refreshToken: '', account: { email: first } })

    const browser = recordingBrowser()
    const later = bench.restarted({ browser })
    await later.restore()
    expect(later.state()).toEqual(failure)
    expect(await later.tokens.get()).toEqual({ ok: false, failure })
    await later.start()
    expect(new URL(browser.opened[0] ?? '').searchParams.get('login_hint')).toBe(first)
  })
})

describe('a sign-in that the library refuses', () => {
  const missing: Failure = { kind: 'signed-out', reason: 'missing-scope' }
  const disabled: Failure = { kind: 'forbidden', reason: 'api-disabled' }

  it.each([
    ['signed out', missing, missing],
    ['failed', disabled, { kind: 'failed', failure: disabled }],
  ] as const)(
    'is shown as %s, and taken for good once more after a while',
    async (_, failure, shown) => {
      const bench = await signInBench()
      await signedIn(bench)
      bench.signIn.refused(failure, 900_000)
      expect(bench.signIn.state()).toEqual(shown)
      expect(bench.logged.filter((line) => line.includes('refused a fresh token'))).toHaveLength(1)
      // Whoever is refused again meanwhile changes nothing.
      bench.signIn.refused(failure, 5_000)
      bench.clock.advance(899_999)
      await turn()
      expect(bench.signIn.state()).toEqual(shown)
      bench.clock.advance(1)
      await turn()
      expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in', email: first })
    },
  )

  it('stays as the user leaves it: signed out, or with a page open', async () => {
    const bench = await signInBench()
    bench.signIn.refused(missing, 1_000)
    expect(bench.signIn.state()).toEqual({ kind: 'signed-out', reason: 'never' })
    await signedIn(bench)
    bench.signIn.refused(missing, 1_000)
    await bench.signIn.signOut()
    bench.clock.advance(1_000)
    await turn()
    expect(bench.signIn.state()).toEqual({ kind: 'signed-out', reason: 'user' })

    const other = await signInBench()
    await signedIn(other)
    const again = other.restarted({ browser: recordingBrowser() })
    await again.restore()
    again.refused(missing, 1_000)
    await again.start()
    other.clock.advance(1_000)
    await turn()
    expect(again.state().kind).toBe('waiting-for-browser')
  })

  it('is asked for nothing once the app ends', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    bench.signIn.refused(missing, 1_000)
    await bench.signIn.close()
    expect(bench.clock.pending()).toBe(0)
  })
})

describe('whoever is told of the sign-in', () => {
  it('is told nothing more once they no longer want to be', async () => {
    const bench = await signInBench()
    const told: string[] = []
    const end = bench.signIn.subscribe(({ kind }) => told.push(kind))
    await signedIn(bench)
    expect(told.slice(0, 2)).toEqual(['waiting-for-browser', 'signed-in'])
    const before = told.length
    end()
    await bench.signIn.signOut()
    expect(told).toHaveLength(before)
  })
})

describe('a sign-in that Google ended', () => {
  const revoked = { kind: 'signed-out', reason: 'revoked' } as const

  async function revokedBench() {
    const bench = await signInBench()
    await signedIn(bench)
    await bench.emulator.control.revoke()
    bench.clock.advance(3_600_000)
    await bench.signIn.tokens.get()
    const browser = recordingBrowser()
    const signIn = bench.restarted({ browser })
    await signIn.restore()
    expect(signIn.state()).toEqual(revoked)
    return { ...bench, browser, signIn }
  }

  it('says so also while the browser is open', async () => {
    const { signIn } = await revokedBench()
    await signIn.start()
    expect(signIn.state()).toMatchObject({
      kind: 'waiting-for-browser',
      endedBecause: 'revoked',
    })
    expect(await signIn.tokens.get()).toEqual({ ok: false, failure: revoked })
  })

  it('still says so after an attempt that the person gave up, who is told that', async () => {
    const { signIn } = await revokedBench()
    await signIn.start()
    signIn.cancel()
    const failure = { kind: 'signed-out', reason: 'cancelled' }
    expect(await signIn.finished()).toEqual({ ok: false, failure })
    expect(signIn.state()).toEqual(revoked)
  })

  it('still says so beside the failure of an attempt', async () => {
    const { signIn, clock } = await revokedBench()
    await signIn.start()
    clock.advance(5 * 60_000)
    const failure = { kind: 'sign-in-timeout' }
    expect(await signIn.finished()).toEqual({ ok: false, failure })
    expect(signIn.state()).toEqual({ kind: 'failed', failure, endedBecause: 'revoked' })
    await signIn.start()
    signIn.cancel()
    await signIn.finished()
    expect(signIn.state()).toEqual(revoked)
  })

  it('says so when that came to light during the attempt', async () => {
    const browser = recordingBrowser(visit)
    const bench = await signInBench({ browser })
    await signedIn(bench)
    await bench.emulator.control.changeSettings({ autoConsent: false })
    bench.clock.advance(3_600_000 - 120_000)
    await bench.signIn.start()
    await bench.emulator.control.revoke()
    bench.clock.advance(120_000)
    expect(await bench.signIn.tokens.get()).toEqual({ ok: false, failure: revoked })
    expect(bench.signIn.state()).toMatchObject({
      kind: 'waiting-for-browser',
      endedBecause: 'revoked',
    })
    bench.signIn.cancel()
    await bench.signIn.finished()
    expect(bench.signIn.state()).toEqual(revoked)
  })

  it('is over with the next sign-in, and with signing out', async () => {
    const { signIn, browser } = await revokedBench()
    await signIn.start()
    await visit(browser.opened[0] ?? '')
    await signIn.finished()
    expect(signIn.state()).toMatchObject({ kind: 'signed-in' })
    await signIn.signOut()
    await signIn.start()
    signIn.cancel()
    await signIn.finished()
    expect(signIn.state()).toEqual({ kind: 'signed-out', reason: 'cancelled' })
  })
})

describe('a vault that refuses', () => {
  const refuses = (): Promise<never> => Promise.reject(new Error('locked'))

  it('to keep the sign-in leaves it good until the end, and keeps it once it can', async () => {
    const bench = await signInBench()
    const { save } = bench.vault
    bench.vault.save = refuses
    await signedIn(bench)
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in', isKept: false })
    expect(await bench.signIn.tokens.get()).toMatchObject({ ok: true })
    bench.vault.save = save
    bench.clock.advance(5_000)
    await turn()
    expect(bench.vault.kept).not.toBeNull()
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in', isKept: true })
  })

  it('at the start is signed out, and the app runs', async () => {
    const bench = await signInBench()
    Object.assign(bench.vault, { load: refuses, loadClient: refuses, isLasting: refuses })
    const later = bench.restarted()
    await later.restore()
    expect(later.state()).toMatchObject({ kind: 'signed-out', reason: 'never' })
  })
})

describe('a client of the user’s own', () => {
  it('is kept and used', async () => {
    const bench = await signInBench({ builtInClient: null })
    const json = JSON.stringify(bench.emulator.clientJson)
    const clientId = bench.emulator.client.clientId
    expect(await bench.signIn.useClient(json)).toEqual({ ok: true, value: { clientId } })
    expect(bench.vault.client).toEqual(bench.emulator.client)
    expect(bench.signIn.hasClient()).toBe(true)
    await signedIn(bench)
    expect(bench.signIn.account()).toMatchObject({ clientId })
  })

  it('signs out when it is another than before', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const json = JSON.stringify({ installed: { client_id: 'mine', client_secret: 'secret' } })
    expect(await bench.signIn.useClient(json)).toMatchObject({ ok: true })
    expect(bench.signIn.state()).toEqual({ kind: 'signed-out', reason: 'user' })
    expect(bench.vault.kept).toBeNull()
  })

  it('leaves the sign-in alone when it is the same again', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    await bench.signIn.useClient(JSON.stringify(bench.emulator.clientJson))
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in' })
  })

  it('changes nothing when its file is wrong', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const failure = { kind: 'bad-client', problem: 'web-client' }
    expect(await bench.signIn.useClient('{"web":{}}')).toEqual({ ok: false, failure })
    expect(bench.vault.client).toBeNull()
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in' })
  })

  it('that is gone, or another, has no token for the old sign-in', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const later = bench.restarted()
    await later.restore()
    const json = JSON.stringify({ installed: { client_id: 'mine', client_secret: 'secret' } })
    expect(await later.useClient(json)).toMatchObject({ ok: true })
    const failure = { kind: 'signed-out', reason: 'user' }
    expect(await later.tokens.get()).toEqual({ ok: false, failure })
  })

  it('that works again after it was mended shows the sign-in as good', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const { clientId } = bench.emulator.client
    const wrong = { clientId, clientSecret: 'wrong' }
    const later = bench.restarted({ builtInClient: wrong })
    await later.restore()
    const failure = { kind: 'bad-client', problem: 'unknown-client' }
    expect(await later.tokens.get()).toEqual({ ok: false, failure })
    expect(await later.finished()).toEqual({ ok: true, value: later.account() })
    await later.useClient(JSON.stringify(bench.emulator.clientJson))
    expect(later.state().kind).toBe('failed')
    expect(await later.tokens.get()).toMatchObject({ ok: true })
    expect(later.state().kind).toBe('signed-in')
  })

  it('that Google no longer knows is said to be so', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const later = bench.restarted({
      builtInClient: { ...bench.emulator.client, clientSecret: 'wrong' },
    })
    await later.restore()
    const failure = { kind: 'bad-client', problem: 'unknown-client' }
    expect(await later.tokens.get()).toEqual({ ok: false, failure })
    expect(later.state()).toEqual({ kind: 'failed', failure })
  })
})
