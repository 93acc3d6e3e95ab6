/** What it is in a JVM, beside the kernels themselves, that decides how fast they run. */
package io.sbr.kernels.cpu.jvm;
