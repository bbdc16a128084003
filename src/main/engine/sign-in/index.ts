// The door of the sign-in room.
export { parseClientFile } from './client-file.ts'
export type { SignedInAccount, SignIn } from './door.ts'
export { createSignIn } from './sign-in.ts'
export type { SignInOptions } from './sign-in-options.ts'
