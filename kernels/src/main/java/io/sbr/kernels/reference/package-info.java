/** The contract in float64 and plain loops: slow, short, and what all others are compared with. */
package io.sbr.kernels.reference;
