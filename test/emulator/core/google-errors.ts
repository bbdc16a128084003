/**
 * The error bodies of photos-api.md section 7 and 8, each under a name that fault rules can use too.
 * When they are due is left to the handlers.
 */
import { json, text, type Answer } from './answer.ts'

const service = 'photoslibrary.googleapis.com'
const wantsToken =
  'Expected OAuth 2 access token, login cookie or other valid authentication credential. ' +
  'See https://developers.google.com/identity/sign-in/web/devconsole-project.'

/** Every recorded error that a fault rule may name. */
export const googleErrorNames = [
  'daily-quota',
  'minute-quota',
  'concurrent-write',
  'storage-full',
  'unauthenticated',
  'missing-credentials',
  'upload-session-undefined',
  'insufficient-scopes',
  'permission-denied',
  'photos-disabled',
  'api-disabled',
  'album-gone',
  'album-not-yours',
  'invalid-upload-token',
  'invalid-argument',
  'invalid-grant',
  'aborted',
  'internal',
  'unavailable',
] as const

/** The name of a recorded error. */
export type GoogleErrorName = (typeof googleErrorNames)[number]

/** What an error text may mention. */
export type ErrorFacts = {
  readonly projectNumber: string
  readonly dailyQuota: number | null
  readonly retryAfterSeconds: number | null
}

/** An error in the form of Google's JSON methods. */
export function jsonError(
  code: number,
  status: string,
  message: string,
  extra: { errors?: unknown[]; details?: unknown[] } = {},
  headers: Record<string, string> = {},
): Answer {
  return json({ error: { code, message, ...extra, status } }, code, headers)
}

/** 400 INVALID_ARGUMENT with a message. */
export function invalidArgument(message: string): Answer {
  return jsonError(400, 'INVALID_ARGUMENT', message)
}

/** 404 NOT_FOUND with a message. */
export function notFound(message = 'Requested entity was not found.'): Answer {
  return jsonError(404, 'NOT_FOUND', message)
}

/** The answer recorded for a named error. */
export function googleError(name: GoogleErrorName, facts: ErrorFacts): Answer {
  const project = facts.projectNumber
  switch (name) {
    case 'daily-quota':
      return dailyQuota(facts)
    case 'minute-quota':
      return exhausted(
        facts,
        `Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user' of service '${service}' for consumer 'project_number:${project}'.`,
      )
    case 'concurrent-write':
      return exhausted(
        facts,
        `Quota exceeded for quota 'concurrent write request' of service '${service}'.`,
      )
    case 'storage-full':
      return invalidArgument(
        "The remaining storage in the user's account is not enough to perform this operation.",
      )
    case 'unauthenticated':
      return jsonError(
        401,
        'UNAUTHENTICATED',
        `Request had invalid authentication credentials. ${wantsToken}`,
      )
    case 'missing-credentials':
      return jsonError(
        401,
        'UNAUTHENTICATED',
        `Request is missing required authentication credential. ${wantsToken}`,
      )
    case 'upload-session-undefined':
      // The byte endpoint answers without the usual wrapper.
      return json({ code: 16, message: 'Authentication session is not defined.' }, 401)
    case 'insufficient-scopes':
      return jsonError(403, 'PERMISSION_DENIED', 'Request had insufficient authentication scopes.')
    case 'permission-denied':
      return jsonError(403, 'PERMISSION_DENIED', 'The caller does not have permission')
    case 'photos-disabled':
      return jsonError(403, 'PERMISSION_DENIED', 'Google Photos is disabled for the user')
    case 'api-disabled':
      return apiDisabled('Photos Library API', service, project)
    case 'album-gone':
      return notFound('The provided ID does not match any albums.')
    case 'album-not-yours':
      return invalidArgument('No permission to add media items to this album.')
    case 'invalid-upload-token':
      return invalidArgument('Request must contain a valid upload token.')
    case 'invalid-argument':
      return invalidArgument('Request contains an invalid argument.')
    case 'invalid-grant':
      return json(
        { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
        400,
      )
    case 'aborted':
      return jsonError(409, 'ABORTED', 'The operation was aborted.')
    case 'internal':
      return jsonError(500, 'INTERNAL', 'Internal error encountered.')
    case 'unavailable':
      return jsonError(
        503,
        'UNAVAILABLE',
        'The service is currently unavailable.',
        {},
        retryAfter(facts),
      )
  }
}

/** 403 for a project in which an API was never enabled. */
export function apiDisabled(title: string, host: string, project: string): Answer {
  const address = `https://console.developers.google.com/apis/api/${host}/overview?project=${project}`
  return jsonError(
    403,
    'PERMISSION_DENIED',
    `${title} has not been used in project ${project} before or it is disabled. Enable it by visiting ${address} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
    {
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'SERVICE_DISABLED',
          domain: 'googleapis.com',
          metadata: { service: host, consumer: `projects/${project}` },
        },
      ],
    },
  )
}

/** A plain text 4xx of the byte endpoint, with the session's status when there is one. */
export function uploadError(status: number, message: string, sessionStatus?: string): Answer {
  return text(
    message,
    status,
    sessionStatus === undefined ? {} : { 'x-goog-upload-status': sessionStatus },
  )
}

function retryAfter(facts: ErrorFacts): Record<string, string> {
  return facts.retryAfterSeconds === null ? {} : { 'retry-after': String(facts.retryAfterSeconds) }
}

function exhausted(facts: ErrorFacts, message: string): Answer {
  return jsonError(429, 'RESOURCE_EXHAUSTED', message, {}, retryAfter(facts))
}

function dailyQuota(facts: ErrorFacts): Answer {
  const message = `Quota exceeded for quota metric 'All requests' and limit 'All requests per day' of service '${service}' for consumer 'project_number:${facts.projectNumber}'.`
  return jsonError(
    429,
    'RESOURCE_EXHAUSTED',
    message,
    {
      errors: [{ message, domain: 'global', reason: 'rateLimitExceeded' }],
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'RATE_LIMIT_EXCEEDED',
          domain: 'googleapis.com',
          metadata: {
            service,
            quota_limit: 'ApiCallsPerProjectPerDay',
            quota_limit_value: String(facts.dailyQuota ?? 10_000),
            quota_metric: `${service}/all_requests`,
            quota_location: 'global',
            consumer: `projects/${facts.projectNumber}`,
          },
        },
        {
          '@type': 'type.googleapis.com/google.rpc.Help',
          links: [
            {
              description: 'Request a higher quota limit.',
              url: 'https://cloud.google.com/docs/quota#requesting_higher_quota',
            },
          ],
        },
      ],
    },
    retryAfter(facts),
  )
}
