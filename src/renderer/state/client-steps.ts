// Where in the guide to a client of one's own each trouble is mended: what the check finds, what a file is, and what
// Google's own pages say, which never comes back to the app. Pure tables; words are words/client-guide.ts.
import type { Output } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { ClientStep } from '../../shared/model.ts'

/** Something that the check looks at. */
export type FindingName = Output<'testClient'>['findings'][number]['name']
/** A way in which a client file is wrong. */
export type ClientProblem = Extract<Failure, { kind: 'bad-client' }>['problem']

/** The steps in their order. Not shared's own list, which would bring zod into the window. */
export const clientStepOrder: readonly ClientStep[] = [
  'project',
  'apis',
  'consent',
  'publish',
  'client',
  'file',
]

/**
 * What mends a finding: a step of the guide, signing in once more, or both. A sign-in that was given while in testing keeps
 * its end after the app is published (developers.google.com/identity/protocols/oauth2, "Refresh token expiration").
 */
export const findingSteps: Record<FindingName, readonly (ClientStep | 'sign-in')[]> = {
  'client-type': ['client'],
  'known-to-google': ['client'],
  'api-enabled': ['apis'],
  scopes: ['sign-in'],
  'consent-published': ['publish', 'sign-in'],
}

/** The step in which another file is made, for what is wrong with this one. */
const problemSteps: Record<ClientProblem, ClientStep> = {
  'not-json': 'client',
  'not-a-client-file': 'client',
  'web-client': 'client',
  'unknown-client': 'client',
  'no-client': 'project',
}

/** The step that mends a failure; null where none does. */
export function stepForFailure(failure: Failure): ClientStep | null {
  if (failure.kind === 'bad-client') return problemSteps[failure.problem]
  return failure.kind === 'forbidden' && failure.reason === 'api-disabled' ? 'apis' : null
}

/**
 * What Google says in the browser instead of asking for consent, by the name that its page shows, and where that is mended.
 * Names: developers.google.com/identity/protocols/oauth2/native-app, "Authorization errors". null: nowhere in the guide.
 */
export const blockedSteps = {
  access_denied: 'publish',
  deleted_client: 'client',
  invalid_client: 'client',
  redirect_uri_mismatch: 'client',
  org_internal: 'consent',
  admin_policy_enforced: null,
} as const satisfies Record<string, ClientStep | null>
/** A name that Google's page shows. */
export type BlockedName = keyof typeof blockedSteps
