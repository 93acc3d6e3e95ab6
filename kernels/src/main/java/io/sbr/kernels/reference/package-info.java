/**
 * The contract in float64 and plain loops: slow, short, and what all others are compared with.
 * Nothing is optimised here.
 */
package io.sbr.kernels.reference;
