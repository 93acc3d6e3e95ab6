/** Asks the server as any program does. */

const KEPT = "sbr-token";

/** Statuses of a server that has too much to do, and how long and how often it is asked again. */
const LATER = [503, 504];
const PAUSE = 1000;
const PATIENCE = 30;

/** Why the server did not answer as asked. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Whether a token is sent. */
export function hasToken() {
  return sessionStorage.getItem(KEPT) !== null;
}

/** Sends this token from now on, until the tab is closed. */
export function useToken(token) {
  sessionStorage.setItem(KEPT, token);
}

/**
 * Asks.
 *
 * @param path beside the page
 * @param body that is posted; without one the path is read
 * @returns the answer, and the milliseconds until it had come
 */
export async function ask(path, body, signal) {
  const headers = {};
  const token = sessionStorage.getItem(KEPT);
  if (token) {
    headers.Authorization = "Bearer " + token;
  }
  if (body) {
    headers["Content-Type"] = "application/json";
  }
  const begun = performance.now();
  let response;
  try {
    response = await fetch(path, { method: body ? "POST" : "GET", headers, signal, body: body && JSON.stringify(body) });
  } catch (failure) {
    throw failure.name === "AbortError" ? failure : new Refused(0, "The server cannot be reached.");
  }
  const answer = await said(response);
  const milliseconds = performance.now() - begun;
  if (!response.ok) {
    throw new Refused(response.status, answer.detail ?? response.statusText);
  }
  return { answer, milliseconds };
}

/**
 * Asks what the server works on beside its visitors: it reads its items at the first search, which
 * may take longer than it lets anyone wait, so one who is told to come again does so.
 */
export async function askAgain(path, body, signal) {
  for (let left = PATIENCE; ; left--) {
    try {
      return await ask(path, body, signal);
    } catch (failure) {
      if (left === 0 || !LATER.includes(failure.status)) {
        throw failure;
      }
    }
    await new Promise((rested) => setTimeout(rested, PAUSE));
    signal?.throwIfAborted();
  }
}

/** Whoever stands between page and server may answer with something else. */
async function said(response) {
  try {
    return await response.json();
  } catch (failure) {
    throw failure.name === "AbortError" ? failure : new Refused(response.status, `The answer cannot be read (status ${response.status}).`);
  }
}
