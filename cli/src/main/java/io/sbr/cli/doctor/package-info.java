/**
 * The command {@code doctor}: what this machine offers, a self test, the speed of the main kernels.
 * Nothing that other commands need.
 */
package io.sbr.cli.doctor;
