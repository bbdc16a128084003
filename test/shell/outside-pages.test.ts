import { describe, expect, it } from 'vitest'
import { pageNames } from '../../src/shared/contract.ts'
import {
  isLoopback,
  isProductPage,
  isSignInPage,
  pageAddress,
} from '../../src/main/shell/outside-pages.ts'

const standIn = 'http://127.0.0.1:8090'

describe('pages outside the app', () => {
  it.each([
    'https://photos.google.com.example.test/lr/photo/1',
    'https://photos.google.com@example.test/',
    'https://user@photos.google.com/lr/photo/1',
    'https://photos.google.com:8443/lr/photo/1',
    'http://photos.google.com/lr/photo/1',
    'https://example.test/?https://photos.google.com/',
    'javascript:alert(1)//photos.google.com',
    'file:///photos.google.com',
    'data:text/html,photos.google.com',
    'photos.google.com',
    '',
  ])('takes %s for no page of the library', (address) => {
    expect(isProductPage(address, null)).toBe(false)
  })

  it('takes a photo page of the library', () => {
    expect(isProductPage('https://photos.google.com/lr/photo/AB-c_1', null)).toBe(true)
  })

  it('takes only the stand-in’s pages while there is one', () => {
    expect(isProductPage(`${standIn}/photo/1`, standIn)).toBe(true)
    expect(isProductPage('http://127.0.0.1:8091/photo/1', standIn)).toBe(false)
    expect(isProductPage('https://photos.google.com/lr/photo/1', standIn)).toBe(false)
  })

  it('begins a sign-in only at Google, or at the stand-in', () => {
    expect(isSignInPage('https://accounts.google.com/o/oauth2/v2/auth?state=a', null)).toBe(true)
    expect(isSignInPage('https://accounts.google.com.example.test/o/oauth2', null)).toBe(false)
    expect(isSignInPage(`${standIn}/o/oauth2/v2/auth`, null)).toBe(false)
    expect(isSignInPage(`${standIn}/o/oauth2/v2/auth`, standIn)).toBe(true)
    expect(isSignInPage('https://accounts.google.com/o/oauth2/v2/auth', standIn)).toBe(false)
  })

  it('knows this machine by its loopback names only', () => {
    expect(isLoopback('http://127.0.0.1:9/x')).toBe(true)
    expect(isLoopback('http://[::1]:9/')).toBe(true)
    expect(isLoopback('http://127.0.0.1.example.test/')).toBe(false)
    expect(isLoopback('http://user@127.0.0.1/')).toBe(false)
    expect(isLoopback('https://127.0.0.1/')).toBe(false)
  })

  it.each(pageNames)('opens %s over https at Google', (page) => {
    const url = new URL(pageAddress(page, null))
    expect(url.protocol).toBe('https:')
    expect(url.host.endsWith('.google.com')).toBe(true)
  })

  it('opens the stand-in’s gallery as the library', () => {
    expect(pageAddress('google-photos', standIn)).toBe(`${standIn}/`)
  })
})
