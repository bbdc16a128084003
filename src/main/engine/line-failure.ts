// What a broken line is in our words, for both rooms that speak HTTP: Node's and undici's error codes become failures
// here and nowhere else, and answers that Google did not write are known. What Google's answers mean is each room's own.
import type { Failure } from '../../shared/failure.ts'

/** Nothing moved on a connection for too long. */
export class StalledError extends Error {
  readonly code = 'SHOEBOX_STALLED'
  constructor() {
    super('No byte moved on the connection')
  }
}

/** A failure of the line, and whether the request may have come to Google. */
export interface LineFailure {
  failure: Failure
  hasReachedGoogle: boolean
}

/**
 * No connection came about: nobody is there, or this computer refuses. A firewall or the kill switch of a VPN gives EACCES
 * or EPERM, a machine that is out of sockets EMFILE and the like.
 */
const notConnected = new Set([
  'EACCES',
  'EADDRINUSE',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EMFILE',
  'ENETDOWN',
  'ENETUNREACH',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'ENONET',
  'ENOTFOUND',
  'EPERM',
  'ERR_SOCKET_CONNECTION_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** What the look-up of a name ends with: getaddrinfo(3), and the same as Windows' words for it come through libuv. */
const nameNotFound = /^EAI_/

/** System calls that come before a connection; after an error of any other, something may have left already. */
const beforeConnection = /^(connect|getaddrinfo|getnameinfo|socket|bind|open|query[A-Z]\w*)$/

/** The connection ended early: the line's fault, or that of what was sent, which a filter on the way may dislike. */
const cut = new Set([
  'ECONNABORTED',
  'ECONNRESET',
  'ENETRESET',
  'ENOTCONN',
  'EPIPE',
  'ERR_SOCKET_CLOSED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'UND_ERR_INFO',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_SOCKET',
])

const timedOut = new Set([
  'ETIMEDOUT',
  'SHOEBOX_STALLED',
  'TimeoutError',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
])

/** What came is not HTTP, or is beyond any answer of Google's. */
const notGoogle = new Set([
  'HTTPParserError',
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_EXCEEDED_MAX_SIZE',
])

/**
 * OpenSSL's certificate errors as Node names them (nodejs.org/api/tls.html, "X509 certificate error codes"). Somebody
 * between us and Google answers, as in a hotel before its page was clicked: no line, and no reason to give up a photo.
 */
const refusedCertificate =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERROR_IN_CERT|INVALID_|PATH_LENGTH_|HOSTNAME_MISMATCH)/

/**
 * Translates what a request threw, or null when it is a bug. Every error of a system call is the line's, also one that
 * nobody has thought of: a bug of ours has no system call.
 */
export function lineFailure(error: unknown): LineFailure | null {
  const broken = systemError(error)
  if (broken === null) return null
  const { code, syscall } = broken
  const isConnecting = syscall !== null && beforeConnection.test(syscall)
  if (timedOut.has(code) && !isConnecting) {
    return { failure: { kind: 'stalled' }, hasReachedGoogle: true }
  }
  if (notGoogle.has(code)) {
    return { failure: { kind: 'unexpected-answer' }, hasReachedGoogle: true }
  }
  const hasBegun = syscall !== null && !isConnecting
  if (refusedCertificate.test(code)) {
    return { failure: { kind: 'offline' }, hasReachedGoogle: false }
  }
  if (notConnected.has(code) || nameNotFound.test(code)) {
    return { failure: { kind: 'offline' }, hasReachedGoogle: hasBegun }
  }
  if ((cut.has(code) || hasBegun) && !isConnecting) {
    return { failure: { kind: 'cut-off' }, hasReachedGoogle: true }
  }
  return isConnecting ? { failure: { kind: 'offline' }, hasReachedGoogle: false } : null
}

/** The failure of a request that carries no file: a connection that breaks is the line's then. */
export function ofNoFile(failure: Failure): Failure {
  return failure.kind === 'cut-off' ? { kind: 'offline' } : failure
}

/** Google's APIs never answer in HTML with these statuses; a captive portal or a filter in between does. */
export function isFromSomeoneElse(answer: { status: number; text: string }): boolean {
  if (answer.status >= 300 && answer.status < 400) return true
  if (answer.status === 407 || answer.status === 511) return true
  if (answer.status >= 500 || answer.status === 413 || answer.status === 429) return false
  return /^\s*<(!doctype|html|head|body)/i.test(answer.text)
}

/** Errors that are named rather than coded. */
const named = new Set(['HTTPParserError', 'TimeoutError'])

/** What the system said, and to which call; an error that only wraps others counts as the first of them. */
function systemError(error: unknown): { code: string; syscall: string | null } | null {
  if (!(error instanceof Error)) return null
  if (named.has(error.name)) return { code: error.name, syscall: null }
  // Several addresses of one host, each tried in vain.
  if (error instanceof AggregateError) {
    const first = error.errors.map(systemError).find((one) => one !== null)
    if (first !== undefined) return first
  }
  if ('code' in error && typeof error.code === 'string') {
    const syscall = 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : null
    return { code: error.code, syscall }
  }
  // fetch wraps the real error of the connection in a TypeError.
  return error.cause === undefined ? null : systemError(error.cause)
}
