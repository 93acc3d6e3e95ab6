/**
 * Clients that misbehave, and what visitors who behave notice of them: every question of theirs has
 * been asked before, so a wrong answer is seen.
 */
package io.sbr.bench.load.fault;
