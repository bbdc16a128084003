// The door of the sign-in room.
export { parseClientFile } from './client-file.ts'
export { createSignIn, type SignedInAccount, type SignIn } from './sign-in.ts'
export type { SignInOptions } from './sign-in-options.ts'
