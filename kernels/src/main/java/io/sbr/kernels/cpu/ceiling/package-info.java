/**
 * The two ceilings of a processor as Java reaches them: multiply-adds in registers and traffic of
 * arrays. Loops only; who measures them decides for how long and on how many threads.
 */
package io.sbr.kernels.cpu.ceiling;
