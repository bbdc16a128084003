// Puts the access token on each request and renews it once when Google refuses it.
// Where tokens come from is sign-in's work, behind AccessTokens.
import type { Failure } from '../../../shared/failure.ts'
import { fail, type Result } from '../../../shared/result.ts'
import { isFromSomeoneElse } from '../line-failure.ts'
import type { AccessTokens } from '../ports/photos.ts'
import type { Answer, Call, PhotosOperation, Transport } from './transport.ts'

/** Sends requests that carry the user's access token. */
export interface Line {
  send(call: Call): Promise<Result<Answer, Failure>>
}

/** Requests to the byte endpoint, which says 401 also to a good token without the right to add photos. */
const byteOperations: readonly PhotosOperation[] = ['upload', 'start', 'chunk', 'query', 'cancel']

/** Wraps any sender; an answer of 401 renews the token and repeats the request, a second one is `signed-out`. */
export function createAuthorisedLine(
  transport: Pick<Transport, 'send'>,
  tokens: AccessTokens,
): Line {
  const sendWith = (call: Call, token: string): Promise<Result<Answer, Failure>> =>
    transport.send({ ...call, headers: { ...call.headers, authorization: `Bearer ${token}` } })

  return {
    send: async (call) => {
      const token = ofNoUpload(await untilAborted(tokens.get(), call.signal))
      if (!token.ok) return token
      const first = await sendWith(call, token.value)
      if (!first.ok || !isUnauthenticated(first.value)) return first

      const renewed = ofNoUpload(await untilAborted(tokens.renew(token.value), call.signal))
      if (!renewed.ok) return renewed
      const second = await sendWith(call, renewed.value)
      if (!second.ok || !isUnauthenticated(second.value)) return second
      const isScope = byteOperations.includes(call.operation)
      return fail({ kind: 'signed-out', reason: isScope ? 'missing-scope' : 'revoked' })
    },
  }
}

/** A connection that broke while a token was fetched says nothing of what the token was for. */
function ofNoUpload(token: Result<string, Failure>): Result<string, Failure> {
  const isLine = !token.ok && (token.failure.kind === 'cut-off' || token.failure.kind === 'stalled')
  return isLine ? fail({ kind: 'offline' }) : token
}

function isUnauthenticated(answer: Answer): boolean {
  return answer.status === 401 && !isFromSomeoneElse(answer)
}

/** A refresh is shared by many requests and goes on; whoever is stopped does not wait for it. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort)
    void promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort)
    })
  })
}
