// Reads the client file that Google's console offers for download, and says what is wrong with another.
// Whether Google knows the client is client-check.ts.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { OAuthClient } from '../ports/outside.ts'

const clientFile = z.object({
  installed: z.object({
    client_id: z.string().trim().min(1).max(300),
    client_secret: z.string().trim().min(1).max(300),
  }),
})
const webClientFile = z.object({ web: z.unknown() })

/** The client in a file of Google's form `{"installed":{...}}`. */
export function parseClientFile(text: string): Result<OAuthClient, Failure> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return fail({ kind: 'bad-client', problem: 'not-json' })
  }
  const parsed = clientFile.safeParse(json)
  if (parsed.success) {
    const { client_id: clientId, client_secret: clientSecret } = parsed.data.installed
    return ok({ clientId, clientSecret })
  }
  const isWeb = webClientFile.safeParse(json).success
  return fail({ kind: 'bad-client', problem: isWeb ? 'web-client' : 'not-a-client-file' })
}
