// Gives this process the threads that calls to slow places take beside everybody else's. Called before anything needs one.
import { poolVariable, widePool } from '../../shared/thread-pool.ts'

/**
 * Sets the size of libuv's pool, where whoever started this process did not. On Windows only that can: there libuv does not see
 * what a process sets by itself.
 */
export function widenThreadPool(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): void {
  if (platform !== 'win32' && env[poolVariable] === undefined) Object.assign(env, widePool)
}
