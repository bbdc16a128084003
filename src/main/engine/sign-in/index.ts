// The door of the sign-in room.
export { parseClientFile } from './client-file.ts'
export { createSignIn, type SignedInAccount, type SignIn, type SignInOptions } from './sign-in.ts'
