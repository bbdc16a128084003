// Where Google signs people in (photos-api.md, section 1), or the stand-in that google-origin.ts allows.
// With photos/endpoints.ts the only place that names Google's hosts.

/** The addresses that sign-in talks to. */
export interface SignInEndpoints {
  authorize: string
  token: string
  revoke: string
  userinfo: string
  /** Whether an account's picture may be fetched from there. */
  isPictureAddress(url: URL): boolean
}

/** The endpoints below a stand-in's origin, or Google's own for null. */
export function signInEndpoints(origin: string | null): SignInEndpoints {
  if (origin !== null) {
    return {
      authorize: `${origin}/o/oauth2/v2/auth`,
      token: `${origin}/token`,
      revoke: `${origin}/revoke`,
      userinfo: `${origin}/v1/userinfo`,
      isPictureAddress: (url) => url.origin === origin,
    }
  }
  return {
    authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    revoke: 'https://oauth2.googleapis.com/revoke',
    userinfo: 'https://openidconnect.googleapis.com/v1/userinfo',
    isPictureAddress: ({ protocol, hostname, port }) =>
      protocol === 'https:' && port === '' && hostname.endsWith('.googleusercontent.com'),
  }
}
