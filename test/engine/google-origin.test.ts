import { describe, expect, it } from 'vitest'
import { googleOrigin } from '../../src/main/engine/google-origin.ts'
import { photosEndpoints } from '../../src/main/engine/photos/endpoints.ts'
import { signInEndpoints } from '../../src/main/engine/sign-in/endpoints.ts'

const parse = (setting: string) => googleOrigin({ SHOEBOX_GOOGLE_ORIGIN: setting })

describe('the setting that says where Google is', () => {
  it('is Google itself when it is unset or empty', () => {
    expect(googleOrigin({})).toEqual({ ok: true, value: null })
    expect(parse('')).toEqual({ ok: true, value: null })
  })

  it.each(['http://127.0.0.1:8090', 'http://[::1]:8090', 'http://localhost:8090'])(
    'takes %s',
    (origin) => {
      expect(parse(origin)).toEqual({ ok: true, value: origin })
      expect(parse(`${origin}/`)).toEqual({ ok: true, value: origin })
    },
  )

  it.each([
    'https://127.0.0.1:8090',
    'http://127.0.0.1',
    'http://127.0.0.1:80',
    'http://127.0.0.1:8090/path',
    'http://127.0.0.1:8090?x=1',
    'http://127.0.0.1:8090#x',
    'http://user:pass@127.0.0.1:8090',
    'http://127.0.0.1.evil.test:8090',
    'http://localhost.evil.test:8090',
    'http://127.1:8090',
    'http://0x7f000001:8090',
    'http://0.0.0.0:8090',
    'http://192.168.1.1:8090',
    'http://example.test:8090',
    'ftp://127.0.0.1:8090',
    '127.0.0.1:8090',
    'nonsense',
    ' http://127.0.0.1:8090',
  ])('refuses %s', (origin) => {
    expect(parse(origin)).toEqual({ ok: false, failure: { kind: 'bad-origin', origin } })
  })
})

describe('the endpoints', () => {
  it('are all at Google, over TLS, without the setting', () => {
    const { library, drive } = photosEndpoints(null)
    const { authorize, token, revoke, userinfo } = signInEndpoints(null)
    for (const address of [library, drive, authorize, token, revoke, userinfo]) {
      expect(address).toMatch(/^https:\/\/[a-z0-9]+\.(googleapis|google)\.com(\/|$)/)
    }
  })

  it('are all at the stand-in with it', () => {
    const origin = 'http://127.0.0.1:8090'
    const { library, drive } = photosEndpoints(origin)
    const { authorize, token, revoke, userinfo } = signInEndpoints(origin)
    for (const address of [library, drive, authorize, token, revoke, userinfo]) {
      expect(new URL(address).origin).toBe(origin)
    }
  })

  it('take account pictures from nowhere but Google', () => {
    const { isPictureAddress } = signInEndpoints(null)
    const isTaken = (address: string) => isPictureAddress(new URL(address))
    expect(isTaken('https://lh3.googleusercontent.com/a/x=s96-c')).toBe(true)
    expect(isTaken('http://lh3.googleusercontent.com/a/x')).toBe(false)
    expect(isTaken('https://lh3.googleusercontent.com:8443/a/x')).toBe(false)
    expect(isTaken('https://evilgoogleusercontent.com/a')).toBe(false)
    expect(isTaken('https://googleusercontent.com.evil.test/a')).toBe(false)
  })
})
