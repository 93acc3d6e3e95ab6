/**
 * What it is in a JVM, beside the kernels themselves, that decides how fast they run, and the
 * options that a launcher gives it. Never a kernel.
 */
package io.sbr.kernels.cpu.jvm;
