// A stand-in for another migration.
/** The number that `user_version` has after this migration. */
export const version = 16
/** Does nothing. */
export function up(): void {
  return
}
