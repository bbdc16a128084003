// What the user is asked to allow, and which of it Shoebox cannot do without (photos-api.md, section 1).

const prefix = 'https://www.googleapis.com/auth/'

/** Without these no photo can be sent, or none found again. A user may untick any of them on Google's page. */
export const neededScopes: readonly string[] = [
  `${prefix}photoslibrary.appendonly`,
  `${prefix}photoslibrary.readonly.appcreateddata`,
  `${prefix}photoslibrary.edit.appcreateddata`,
]

/** Everything asked for. Without Drive's only the storage figure is missing, so that one is not needed. */
export const askedScopes: readonly string[] = [
  ...neededScopes,
  'openid',
  'email',
  'profile',
  `${prefix}drive.appdata`,
]

/** The needed scopes that were not granted. */
export function missingScopes(granted: readonly string[]): string[] {
  return neededScopes.filter((scope) => !granted.includes(scope))
}
