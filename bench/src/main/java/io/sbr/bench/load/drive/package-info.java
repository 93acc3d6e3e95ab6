/**
 * Requests sent at intended times, whatever became of those before: the schedule, the connections,
 * the answers, and what is counted of them. Knows nothing of what is asked.
 */
package io.sbr.bench.load.drive;
