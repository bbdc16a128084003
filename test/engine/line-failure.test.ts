// What an error of a request means: every error of a system call is the line's, and no bug is.
import { describe, expect, it } from 'vitest'
import { lineFailure } from '../../src/main/engine/line-failure.ts'

const systemError = (code: string, syscall?: string): Error =>
  Object.assign(new Error(`${syscall ?? ''} ${code}`), {
    code,
    ...(syscall === undefined ? {} : { syscall }),
  })

const codes = [
  ...['EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRINUSE', 'EAFNOSUPPORT'],
  ...['EAI_AGAIN', 'EAI_FAIL', 'EAI_MEMORY', 'EAI_SYSTEM', 'ENONET', 'ENETUNREACH', 'EHOSTUNREACH'],
  ...['ECONNREFUSED', 'ENOTFOUND'],
]

describe('an error of a request', () => {
  it.each(codes)('is a line that is down for %s, however it is told', (code) => {
    const offline = { failure: { kind: 'offline' }, hasReachedGoogle: false }
    const error = systemError(code, 'connect')
    expect(lineFailure(error)).toEqual(offline)
    expect(lineFailure(systemError(code))).toEqual(offline)
    expect(lineFailure(new TypeError('fetch failed', { cause: error }))).toEqual(offline)
    // Several addresses of one host, none of which answers.
    expect(lineFailure(Object.assign(new AggregateError([error]), { code }))).toEqual(offline)
  })

  it.each(['UNKNOWN', 'EINVAL', 'EPROTONOSUPPORT', 'ECANCELED', 'E_NOBODY_THOUGHT_OF'])(
    'is the line’s for %s, because a system call met it',
    (code) => {
      expect(lineFailure(systemError(code, 'connect'))).toMatchObject({ hasReachedGoogle: false })
      expect(lineFailure(systemError(code, 'getaddrinfo'))).toMatchObject({
        failure: { kind: 'offline' },
      })
      const cutOff = { failure: { kind: 'cut-off' }, hasReachedGoogle: true }
      expect(lineFailure(systemError(code, 'read'))).toEqual(cutOff)
      expect(lineFailure(systemError(code, 'write'))).toEqual(cutOff)
    },
  )

  it('is no stalled upload when it took too long to connect', () => {
    expect(lineFailure(systemError('ETIMEDOUT', 'connect'))?.failure).toEqual({ kind: 'offline' })
    expect(lineFailure(systemError('ETIMEDOUT', 'read'))?.failure).toEqual({ kind: 'stalled' })
  })

  it('is a certificate that nobody trusts, also when it shows while writing', () => {
    expect(lineFailure(systemError('EPROTO', 'write'))).toEqual({
      failure: { kind: 'offline' },
      hasReachedGoogle: false,
    })
  })

  it.each([
    new TypeError('a bug'),
    systemError('ERR_INVALID_ARG_TYPE'),
    systemError('UND_ERR_INVALID_ARG'),
    systemError('UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'),
    'a thrown text',
    null,
  ])('is a bug where no system call met it: %s', (error) => {
    expect(lineFailure(error)).toBeNull()
  })
})
