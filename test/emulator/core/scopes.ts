/** The OAuth scopes the emulated Google knows: their full names and what the consent page says of them. */

const prefix = 'https://www.googleapis.com/auth/'

/** Upload bytes, make items, albums and enrichments. */
export const appendScope = `${prefix}photoslibrary.appendonly`
/** Read what the client made. */
export const readScope = `${prefix}photoslibrary.readonly.appcreateddata`
/** Change what the client made. */
export const editScope = `${prefix}photoslibrary.edit.appcreateddata`
/** The account's address. */
export const emailScope = `${prefix}userinfo.email`
/** The account's name and picture. */
export const profileScope = `${prefix}userinfo.profile`

/** Scopes that open the storage figure. */
export const driveScopes: readonly string[] = [
  'drive',
  'drive.appdata',
  'drive.file',
  'drive.metadata',
  'drive.metadata.readonly',
  'drive.photos.readonly',
  'drive.readonly',
].map((name) => prefix + name)

const words = new Map<string, string>([
  ['openid', 'Associate you with your personal info on Google'],
  [emailScope, 'See your primary Google Account email address'],
  [
    profileScope,
    "See your personal info, including any personal info you've made publicly available",
  ],
  [appendScope, 'Add to your Google Photos library'],
  [readScope, 'See the photos and albums this app added'],
  [editScope, 'Edit the photos and albums this app added'],
  [
    `${prefix}drive.appdata`,
    'See, create and delete its own configuration data in your Google Drive',
  ],
  [`${prefix}drive.file`, 'See, edit, create and delete only the Google Drive files it uses'],
  // Removed in 2025: consent can still be given, but every method refuses them.
  [`${prefix}photoslibrary`, 'See, upload and organise items in your Google Photos library'],
  [`${prefix}photoslibrary.readonly`, 'View your Google Photos library'],
  [`${prefix}photoslibrary.sharing`, 'Manage and add to shared albums'],
])

/** The full name of a scope; the short identity scopes are aliases. */
export function fullScope(scope: string): string {
  if (scope === 'email') return emailScope
  return scope === 'profile' ? profileScope : scope
}

/** Whether Google has such a scope. */
export function isKnownScope(scope: string): boolean {
  return words.has(scope) || driveScopes.includes(scope)
}

/** Whether the scope only identifies the account; such scopes have no tick of their own. */
export function isIdentityScope(scope: string): boolean {
  return scope === 'openid' || scope === emailScope || scope === profileScope
}

/** What the consent page says of a scope. */
export function scopeWords(scope: string): string {
  return words.get(scope) ?? `Use ${scope.slice(prefix.length)}`
}
