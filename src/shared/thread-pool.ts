// How many threads libuv has in the engine's process. Beside the usual ones, which are for everybody, as many as the most calls
// that it makes side by side to slow places (engine/scan/call-budget.ts). libuv reads the variable when it first needs a thread.

/** The threads that libuv has where nobody says otherwise (https://docs.libuv.org/en/v1.x/threadpool.html). */
export const usualThreads = 4

/** The most calls to the user's files that are on their way there. */
export const mostCalls = 32

/** What tells libuv. */
export const poolVariable = 'UV_THREADPOOL_SIZE'

/** The pool that takes both. */
export const widePool = { [poolVariable]: String(usualThreads + mostCalls) }
