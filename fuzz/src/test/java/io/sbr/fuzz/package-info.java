/**
 * Coverage-guided fuzzing of everything that reads a file: click logs, data set folders, run
 * folders. What is looked for: anything but an answer or one sentence, and inputs that take long.
 * Nothing here tests what a sound file means.
 */
package io.sbr.fuzz;
